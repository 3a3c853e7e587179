import { sql, type Kysely } from 'kysely';

/** The call on which a caller with an appointment is put through: its attempt is found by it, and by nothing of theirs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table callback_attempts
              add column call_id uuid references calls,
              add check ((kind = 'call_in') = (call_id is not null))`.execute(db);
  await sql`create index callback_attempts_by_call on callback_attempts (call_id)
              where call_id is not null and ended_at is null`.execute(db);
  await sql`create index callbacks_call_in on callbacks (window_ends_at)
              where way = 'call_in' and state <> 'closed'`.execute(db);
}
