import { sql, type Kysely } from 'kysely';

/**
 * What an officer should know before ringing back: what it is about and whether an interpreter is needed, as codes of
 * the flow's own; and the word that the caller wants to hear first, sealed under the case's key like the number.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table callbacks
      add column about text check (about ~ '^[a-z][a-z0-9_-]{0,39}$'),
      add column interpreter text check (interpreter ~ '^[a-z][a-z0-9_-]{0,39}$'),
      add column safe_word_sealed bytea`.execute(db);
}
