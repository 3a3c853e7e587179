import { sql } from 'kysely';
import type { Queryable } from '../../../platform/db/database.ts';

export interface AskedLegRow {
  readonly id: string;
  readonly asked_at: Date;
  readonly from_number: string;
  readonly to_sealed: Buffer;
  readonly key_id: string;
  readonly master_key_id: string;
  readonly wrapped: Buffer;
}

/** Legs that the provider was asked to ring, and of whose call no id is known. A handful, after a crash. */
export async function listAskedLegs(db: Queryable, limit: number): Promise<AskedLegRow[]> {
  const { rows } = await sql<AskedLegRow>`
    select l.id, l.asked_at, l.from_number, l.to_sealed, k.id as key_id, k.master_key_id, k.wrapped
      from attempt_legs l join callback_attempts a on a.id = l.attempt_id join callbacks b on b.id = a.callback_id
           join data_keys k on k.id = b.key_id
     where l.ended_at is null and l.asked_at is not null and l.provider_sid is null
     order by l.created_at, l.id limit ${limit}`.execute(db);
  return rows;
}

/**
 * Legs whose call goes on as far as we know, and that should have been heard of since: not answered or not accepted
 * for long, or talked on for very long.
 */
export async function listSilentLegs(
  db: Queryable,
  since: {
    readonly ringing: Date;
    readonly talking: Date;
    readonly afterId: string | null;
    readonly limit: number;
  },
): Promise<{ id: string; provider_sid: string }[]> {
  const { rows } = await sql<{ id: string; provider_sid: string }>`
    select id, provider_sid from attempt_legs
     where ended_at is null and provider_sid is not null
       and (accepted_at <= ${since.talking}
            or (accepted_at is null and coalesce(answered_at, asked_at, created_at) <= ${since.ringing}))
       and (${since.afterId}::uuid is null or id > ${since.afterId}::uuid)
     order by id limit ${since.limit}`.execute(db);
  return rows;
}

/** Those of these calls that belong to a leg. */
export async function readKnownSids(db: Queryable, sids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ provider_sid: string }>`
    select provider_sid from attempt_legs where provider_sid = any(${sids}::text[])`.execute(db);
  return new Set(rows.map((row) => row.provider_sid));
}

/**
 * A moment up to which this database knows of every call that was made: its last attempt, else its last promise. Null
 * where there is neither. Ids follow time, so that their index finds it.
 */
export async function readLastKnownAt(db: Queryable): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select coalesce((select started_at from callback_attempts order by id desc limit 1),
                    (select promised_at from callbacks order by id desc limit 1)) as at`.execute(db);
  return rows[0]?.at ?? null;
}

/** Every neutral number that callers are rung from. */
export async function readNeutralNumbers(db: Queryable): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select distinct callback_number as number from lines where callback_number is not null`.execute(db);
  return rows.map(({ number }) => number);
}
