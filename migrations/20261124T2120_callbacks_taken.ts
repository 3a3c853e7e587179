import { sql, type Kysely } from 'kysely';

/** What an office has promised is counted with each promise: from the index alone, however many cases there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index callbacks_taken on callbacks (office_id, window_ends_at, window_starts_at)
      include (language, interpreter, state, id) where state <> 'closed'`.execute(db);
}
