import { Kysely, Migrator, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { migrations } from '../../../migrations/index.ts';
import { appError } from '../../kernel/errors.ts';
import { databaseError } from './errors.ts';

/**
 * Brings a database to the newest migration, all in one transaction. Two that run at once are safe: the second
 * waits on an advisory lock and then finds nothing to do.
 *
 * @param ownerUrl of the role that owns the tables; never the URL of the api or the worker
 * @returns names of the migrations applied, oldest first; empty when there was nothing to do
 * @throws AppError `db.migration_failed` naming the migration; `db.unavailable`
 */
export async function migrateToLatest(ownerUrl: string): Promise<string[]> {
  // No time-outs: a migration of a large table, or the wait for another migrator, may take its time.
  const pool = new Pool({ connectionString: ownerUrl, max: 1, application_name: 'hotline-migrate' });
  pool.on('error', () => {});
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    });
    const { error, results = [] } = await migrator.migrateToLatest();
    const failed = results.find((result) => result.status === 'Error');
    if (failed) {
      throw appError('db.migration_failed', { fields: { migration: failed.migrationName }, cause: error });
    }
    if (error) throw databaseError(error);
    return results.map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}
