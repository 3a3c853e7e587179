import { sql, type Kysely } from 'kysely';

/**
 * A page of what is escalated begins with the oldest, and what is closed stays escalated: without it in the index, no
 * page wades through the years. Safety stops are few, and found from what is left to do for them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index callbacks_escalated`.execute(db);
  await sql`
    create index callbacks_escalated on callbacks (escalated_to, office_id, window_starts_at, promised_at, id)
      where escalated_to is not null and state <> 'closed'`.execute(db);
  await sql`
    create index work_items_safety_stops on work_items (callback_id)
      where kind = 'safety_stop' and done_at is null`.execute(db);
}
