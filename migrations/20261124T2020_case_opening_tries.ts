import { sql, type Kysely } from 'kysely';

/** How often a call has tried to open a case, whether or not there is one of the number that it gave. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table case_opening_tries (
      call_id uuid primary key references calls,
      tries integer not null check (tries >= 1)
    )`.execute(db);
  await sql`grant select, insert, update on case_opening_tries to hotline_api, hotline_worker`.execute(db);
}
