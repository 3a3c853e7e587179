import { sql, type Kysely } from 'kysely';

/**
 * Each attempt to ring a caller back and what came of it, for good: only its end may be written later. What followed
 * is kept with it, so that a request that comes twice gets the same answer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table callback_attempts (
      id uuid primary key,
      callback_id uuid not null references callbacks,
      number integer not null check (number >= 1),
      epoch integer not null,
      staff_id uuid not null references staff,
      kind text not null check (kind in ('phone')),
      started_at timestamptz not null,
      ended_at timestamptz,
      outcome text check (outcome in ('reached', 'no_answer', 'busy', 'voicemail_left', 'wrong_number', 'declined', 'safety_stop')),
      note_sealed bytea,
      request_key uuid not null,
      closed_reason text,
      next_starts_at timestamptz,
      next_ends_at timestamptz,
      check ((ended_at is null) = (outcome is null)),
      unique (callback_id, number),
      unique (callback_id, staff_id, request_key)
    )`.execute(db);
  await sql`grant select, insert on callback_attempts to hotline_api, hotline_worker`.execute(db);
  await sql`grant update (ended_at, outcome) on callback_attempts to hotline_api, hotline_worker`.execute(db);
}
