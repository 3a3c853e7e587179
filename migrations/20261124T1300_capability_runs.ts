import { sql, type Kysely } from 'kysely';

/**
 * What a call asked of a remote capability, and its answer. The row is written with the call's turn; a worker
 * answers it while the caller is polled. Input and outcome may hold what the caller told, so both are sealed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table capability_runs (
      id uuid primary key,
      call_id uuid not null references calls,
      turn integer not null,
      capability text not null,
      input_sealed bytea not null,
      outcome_sealed bytea,
      created_at timestamptz not null,
      answered_at timestamptz,
      unique (call_id, turn),
      check ((outcome_sealed is null) = (answered_at is null))
    )`.execute(db);
  await sql`grant select, insert on capability_runs to hotline_api`.execute(db);
  await sql`grant select, update on capability_runs to hotline_worker`.execute(db);
  // So that api and worker can refuse a database that is older than they are.
  await sql`grant select on kysely_migration to hotline_api, hotline_worker`.execute(db);
}
