import { sql, type Kysely } from 'kysely';

/**
 * Calls that are counted and otherwise forgotten: the disposition is the count; the number, the words of the turns so
 * far, the case that had begun and the recordings go. `kept_from_turn` is the first turn whose words are still there,
 * so that the one read of a webhook never meets an erased one. A recording is `erasing` until the provider has
 * deleted it, then `erased`; its row stays, so that a late webhook does not bring it back.
 *
 * The application's roles may not delete cases or keys. This one function does it for them, with the rights of its
 * owner, and for nothing but a case that never got beyond incomplete.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table calls
      add column disposition text check (disposition in ('off_topic', 'minor')),
      add column kept_from_turn integer not null default 1`.execute(db);
  await sql`alter table call_turns alter column turn_sealed drop not null`.execute(db);
  await sql`
    alter table recordings
      drop constraint recordings_status_check,
      add constraint recordings_status_check
        check (status in ('announced', 'completed', 'absent', 'failed', 'erasing', 'erased'))`.execute(db);
  await sql`create index recordings_to_erase on recordings (created_at) where status = 'erasing'`.execute(db);
  await sql`grant update (turn_sealed) on call_turns to hotline_api, hotline_worker`.execute(db);
  await sql`grant delete on capability_runs to hotline_api, hotline_worker`.execute(db);
  await sql`
    create function delete_incomplete_case(wanted uuid) returns boolean
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
      gone cases;
    begin
      delete from cases where id = wanted and status = 'incomplete' returning * into gone;
      if not found then return false; end if;
      update calls set case_id = null, case_key_id = null where id = gone.call_id and case_id = wanted;
      delete from data_keys where id = gone.key_id;
      return true;
    end $$`.execute(db);
  await sql`revoke execute on function delete_incomplete_case from public`.execute(db);
  await sql`grant execute on function delete_incomplete_case to hotline_api, hotline_worker`.execute(db);
}
