import { sql, type Kysely } from 'kysely';

/**
 * What is late is looked for every half minute: a short list by the end of the window, without those that somebody was
 * asked to look at already; and those of the supervisor, by office. The ledger of a quarter is read by when it was told
 * that the window would end, which has an index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const open = `way = 'ring' and state in ('waiting', 'ready', 'claimed')`;
  const indexes = {
    callbacks_to_remind: `(window_ends_at) where ${open} and reminded_at is null`,
    callbacks_late: `(window_ends_at) where ${open} and escalated_to is null`,
    callbacks_late_still: `(office_id, window_ends_at) where ${open} and escalated_to = 'supervisor'`,
  };
  for (const [name, on] of Object.entries(indexes))
    await sql.raw(`create index ${name} on callbacks ${on}`).execute(db);
}
