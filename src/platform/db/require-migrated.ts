import { sql } from 'kysely';
import { migrations } from '../../../migrations/index.ts';
import { appError } from '../../kernel/errors.ts';
import type { Db } from './database.ts';

/**
 * Refuses a database that lacks a migration of this release. One that has more is taken: migrations only ever
 * add to what an older release needs, so that releases can be rolled.
 *
 * @throws AppError `db.migration_missing` naming the first; `db.unavailable`
 */
export async function requireMigrated(db: Db): Promise<void> {
  const { rows: tables } = await sql<{ is_there: boolean }>`
    select to_regclass('kysely_migration') is not null as is_there`.execute(db);
  const { rows } = tables[0]?.is_there
    ? await sql<{ name: string }>`select name from kysely_migration`.execute(db)
    : { rows: [] };
  const applied = new Set(rows.map(({ name }) => name));
  const missing = Object.keys(migrations).find((name) => !applied.has(name));
  if (missing === undefined) return;
  throw appError('db.migration_missing', {
    detail: `The database lacks the migration ${missing}. Run: npm run hotline -- db migrate`,
    fields: { migration: missing },
  });
}
