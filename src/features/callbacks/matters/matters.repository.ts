import { sql } from 'kysely';
import type { Queryable, Tx } from '../../../platform/db/database.ts';
import type { CallbackRow } from '../callbacks.repository.ts';

/** The open callback of a case, as its caller is told of it. */
export type Matter = Pick<
  CallbackRow,
  | 'id'
  | 'case_id'
  | 'case_number'
  | 'office_id'
  | 'way'
  | 'state'
  | 'window_name'
  | 'time_zone'
  | 'window_starts_at'
  | 'window_ends_at'
  | 'claimed_by'
  | 'language'
  | 'interpreter'
  | 'epoch'
  | 'version'
> & { readonly number_sealed: Buffer | null };

/** The open callback of a case, held until the transaction ends. */
export async function lockMatter(tx: Tx, caseId: string): Promise<Matter | undefined> {
  const { rows } = await sql<Matter>`
    select b.id, b.case_id, c.number as case_number, b.office_id, b.way, b.state, b.window_name, b.time_zone,
           b.window_starts_at, b.window_ends_at, b.claimed_by, b.language, b.interpreter, b.epoch, b.version,
           b.number_sealed
      from callbacks b join cases c on c.id = b.case_id
     where b.case_id = ${caseId} and b.state <> 'closed'
       for update of b`.execute(tx);
  return rows[0];
}

/**
 * How many callbacks of its office come before one in the hours of its window, in the order in which officers are
 * given them: due, then age. Those that an officer has in hand do not count.
 */
export async function countBefore(db: Queryable, callbackId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
      from callbacks mine join callbacks other
        on other.office_id = mine.office_id and other.state in ('waiting', 'ready') and other.way = 'ring'
       and other.window_ends_at > mine.window_starts_at and other.window_starts_at < mine.window_ends_at
       and (other.window_starts_at, other.promised_at, other.id) < (mine.window_starts_at, mine.promised_at, mine.id)
     where mine.id = ${callbackId}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The office of a case and its number. */
export async function readCaseOffice(
  db: Queryable,
  caseId: string,
): Promise<{ office_id: string; number: string } | undefined> {
  const { rows } = await sql<{ office_id: string; number: string }>`
    select office_id, number from cases where id = ${caseId}`.execute(db);
  return rows[0];
}

/** Whether something that a call does once has been noted of a callback before. */
export async function isNoted(
  db: Queryable,
  note: { readonly callbackId: string; readonly callId: string; readonly kind: string },
): Promise<boolean> {
  const { rows } = await sql`
    select from callback_events
     where callback_id = ${note.callbackId} and kind = ${note.kind} and data->>'callId' = ${note.callId}
     limit 1`.execute(db);
  return rows.length === 1;
}

/** A number that more callbacks share is a switchboard's: who shares it says nothing. */
const mostAlike = 10;

/**
 * Open callbacks of some offices that may be of the same matter as these: they are to the same number. Only people
 * decide whether they are, for a number is nobody's identity.
 */
export async function listMaybeSame(
  db: Queryable,
  asked: { readonly callbackIds: readonly string[]; readonly officeIds: readonly string[] },
): Promise<{ id: string; maybe_same: string }[]> {
  const { rows } = await sql<{ id: string; maybe_same: string }>`
    select mine.id, other.id as maybe_same
      from callbacks mine cross join lateral (
             select id, promised_at from callbacks
              where number_index = mine.number_index and office_id = any(${asked.officeIds}::text[])
                and state <> 'closed' and id <> mine.id
              order by promised_at, id limit ${sql.lit(mostAlike)}) as other
     where mine.id = any(${asked.callbackIds}::uuid[])
     order by mine.id, other.promised_at, other.id`.execute(db);
  return rows;
}
