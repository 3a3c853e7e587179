import { appError } from '../../kernel/errors.ts';
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

/**
 * Names the office that covers another; null takes it away. As the owner of the tables.
 * @throws AppError `offices.unknown`, `offices.covers_itself`
 */
export async function setCover(tx: Tx, officeId: string, coveringOfficeId: string | null): Promise<void> {
  if (officeId === coveringOfficeId) throw appError('offices.covers_itself', { fields: { officeId } });
  for (const named of [officeId, coveringOfficeId]) {
    if (named === null || (await repository.readOfficeName(tx, named)) !== undefined) continue;
    throw appError('offices.unknown', { fields: { officeId: named } });
  }
  await repository.setCoveringOffice(tx, officeId, coveringOfficeId);
}

/** Sets where an interpreter of a language is rung; null takes it away. As the owner of the tables. */
export async function setInterpreter(tx: Tx, language: string, phone: string | null): Promise<void> {
  await repository.setInterpreterLine(tx, language, phone);
}

/** Writes a line, or brings it up to date. Its default office must be there. */
export async function seedLine(db: Queryable, line: Line): Promise<void> {
  await repository.upsertLine(db, line);
}
