import { sql, type Kysely } from 'kysely';

/**
 * The outside call centre that a line's `transfer` steps ring, if it has one. A number of the office's own choosing,
 * not of a caller: it stands open, like the line's.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table lines add column call_centre_number text
      check (call_centre_number ~ '^[+][1-9][0-9]{6,14}$')`.execute(db);
}
