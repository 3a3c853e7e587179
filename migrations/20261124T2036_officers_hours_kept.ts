import { sql, type Kysely } from 'kysely';

/** Whether officers' hours have ever been set for an office is asked with each promise: hours that ended count too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index staff_hours_by_office`.execute(db);
  await sql`create index staff_hours_by_office on staff_hours (office_id)`.execute(db);
}
