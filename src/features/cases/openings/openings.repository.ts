import { sql } from 'kysely';
import type { Queryable, Tx } from '../../../platform/db/database.ts';

/** What a PIN is compared with. */
export interface LockedCase {
  readonly id: string;
  readonly pin_sealed: Buffer;
  readonly key_id: string;
  readonly master_key_id: string;
  readonly wrapped: Buffer;
  readonly failures: number;
  readonly locked_until: Date | null;
}

/**
 * Holds the case of a number until the transaction ends, so that PINs are tried one after the other. Of an incomplete
 * case nobody was told number or PIN: there is none.
 */
export async function lockCase(tx: Tx, number: string): Promise<LockedCase | undefined> {
  const { rows } = await sql<LockedCase>`
    select c.id, c.pin_sealed, c.key_id, k.master_key_id, k.wrapped, coalesce(f.failures, 0) as failures,
           f.locked_until
      from cases c join data_keys k on k.id = c.key_id left join case_pin_failures f on f.case_id = c.id
     where c.number = ${number} and c.status <> 'incomplete'
       for update of c`.execute(tx);
  return rows[0];
}

/** Counts a call's try to open a case; answers how many it has made. */
export async function countTry(tx: Tx, callId: string): Promise<number> {
  const { rows } = await sql<{ tries: number }>`
    insert into case_opening_tries (call_id, tries) values (${callId}, 1)
    on conflict (call_id) do update set tries = case_opening_tries.tries + 1
    returning tries`.execute(tx);
  return rows[0]?.tries ?? 1;
}

/** Writes down a case's wrong PINs. Without a case the statement is the same and changes nothing. */
export async function writeFailures(
  tx: Tx,
  wrong: { readonly caseId: string | null; readonly failures: number; readonly lockedUntil: Date | null },
): Promise<void> {
  await sql`
    insert into case_pin_failures (case_id, failures, locked_until)
    select id, ${wrong.failures}, ${wrong.lockedUntil}::timestamptz from cases where id = ${wrong.caseId}
    on conflict (case_id) do update set failures = excluded.failures, locked_until = excluded.locked_until`.execute(
    tx,
  );
}

/** Notes that a call has shown number and PIN of a case. */
export async function insertOpening(
  tx: Tx,
  opening: { readonly callId: string; readonly caseId: string; readonly now: Date },
): Promise<void> {
  await sql`
    insert into case_openings (call_id, case_id, opened_at)
    values (${opening.callId}, ${opening.caseId}, ${opening.now})`.execute(tx);
}

/** The case that a call has opened. */
export async function readOpening(db: Queryable, callId: string): Promise<{ case_id: string } | undefined> {
  const { rows } = await sql<{ case_id: string }>`
    select case_id from case_openings where call_id = ${callId}`.execute(db);
  return rows[0];
}

/** Ids of the calls that have opened a case, oldest first. */
export async function listOpeningCalls(db: Queryable, caseId: string): Promise<string[]> {
  const { rows } = await sql<{ call_id: string }>`
    select call_id from case_openings where case_id = ${caseId} order by opened_at, call_id`.execute(db);
  return rows.map((row) => row.call_id);
}

/** Marks a case as changed: something was added to it that stands elsewhere. */
export async function touchCase(
  tx: Tx,
  touch: { readonly caseId: string; readonly now: Date },
): Promise<void> {
  await sql`update cases set version = version + 1, updated_at = ${touch.now} where id = ${touch.caseId}`.execute(
    tx,
  );
}
