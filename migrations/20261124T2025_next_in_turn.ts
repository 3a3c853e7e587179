import { sql, type Kysely } from 'kysely';

/**
 * An officer who asks for the next callback gets it from the head of a few short lists, however many are ready: those of
 * each language that they speak ('*' is anybody's, since an interpreter is named), and those of each matter that they
 * are trained for.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const lane = `(case when interpreter is null then language else '*' end)`;
  const lists = {
    callbacks_next_due: `office_id, ${lane}, window_starts_at`,
    callbacks_next_overdue: `office_id, ${lane}, window_ends_at`,
    callbacks_next_about: `office_id, about, ${lane}, window_starts_at`,
  };
  for (const [name, columns] of Object.entries(lists)) {
    await sql
      .raw(
        `create index ${name} on callbacks (${columns}, promised_at, id) where state = 'ready' and way = 'ring'`,
      )
      .execute(db);
  }
}
