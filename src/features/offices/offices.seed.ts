import type { Queryable, Tx } from '../../platform/db/database.ts';
import type { Directory, Line } from './offices.directory.ts';
import * as repository from './offices.repository.ts';

/**
 * Writes a directory as the owner of the tables. Done twice it changes nothing: offices are brought up to date,
 * areas become exactly the directory's, and hours that an office already has are left as they are.
 */
export async function seedOffices(tx: Tx, directory: Directory): Promise<void> {
  await repository.upsertOffices(tx, directory.offices);
  await repository.insertMissingHours(tx, directory.hours);
  await repository.replaceAreas(tx, directory.areas);
}

/** Writes a line, or brings it up to date. Its default office must be there. */
export async function seedLine(db: Queryable, line: Line): Promise<void> {
  await repository.upsertLine(db, line);
}
