import { sql, type Kysely } from 'kysely';

/**
 * Calls that are counted and otherwise forgotten: the disposition is the count; the number, the words of the turns so
 * far, the case that had begun and the recordings go. `kept_from_turn` is the first turn whose words are still there,
 * so that the one read of a webhook never meets an erased one. A recording is `erasing` until the provider has
 * deleted it, then `erased`; its row stays, so that a late webhook does not bring it back.
 *
 * A data key cannot be deleted while a row needs it: the foreign keys see to that.
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
  await sql`grant delete on cases, data_keys, capability_runs to hotline_api, hotline_worker`.execute(db);
}
