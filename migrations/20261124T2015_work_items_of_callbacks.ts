import { sql, type Kysely } from 'kysely';

/**
 * A safety stop stays before supervisors while its work item is open, so the list looks from the callback to what is
 * left to do for it. Stops from before there were work items get one each, or they would drop off that list.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index work_items_open_by_callback on work_items (callback_id) where done_at is null`.execute(
    db,
  );
  await sql`
    insert into work_items (id, kind, dedupe_key, office_id, case_id, callback_id, created_at)
    select gen_random_uuid(), 'safety_stop', 'safety_stop.' || id, office_id, case_id, id, escalated_at
      from callbacks where state = 'closed' and closed_reason = 'safety_stop' and escalated_to is not null
    on conflict (dedupe_key) do nothing`.execute(db);
}
