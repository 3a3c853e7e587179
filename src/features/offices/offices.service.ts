import type { OfficeCalendar } from '../../kernel/business-time.ts';
import { appError } from '../../kernel/errors.ts';
import type { Queryable } from '../../platform/db/database.ts';
import type { Line, Office } from './offices.directory.ts';
import { coversOf, routeZip, zipPrefixes, type Routing } from './offices.model.ts';
import * as repository from './offices.repository.ts';

/** Offices, their hours and areas, and the lines. Every method joins the transaction that it is given. */
export function createOfficesService() {
  return {
    /** The office for a place. `zip` is what the caller entered; null where they skipped the question. */
    async routeByZip(db: Queryable, zip: string | null): Promise<Routing> {
      const found = await repository.readAreas(db, zip === null ? [] : zipPrefixes(zip));
      if (found === undefined) throw appError('offices.desk_missing');
      return routeZip(zip, found.areas, found.nationalDeskId);
    },

    /**
     * Hours and closures of an office. That offices keep the federal holidays is a rule of this system, not a
     * column: one that does not is a case for a migration.
     *
     * @throws AppError `offices.unknown`
     */
    async calendarOf(db: Queryable, officeId: string): Promise<OfficeCalendar> {
      const calendar = await repository.readCalendar(db, officeId);
      if (calendar === undefined) throw appError('offices.unknown', { fields: { officeId } });
      return { ...calendar, observesFederalHolidays: true };
    },

    /** The name that callers hear. @throws AppError `offices.unknown` */
    async nameOf(db: Queryable, officeId: string): Promise<string> {
      const name = await repository.readOfficeName(db, officeId);
      if (name === undefined) throw appError('offices.unknown', { fields: { officeId } });
      return name;
    },

    /** Who works an office's callbacks in its place: ids in the order in which they are tried, the national desk last. */
    coversOf: async (db: Queryable, officeId: string): Promise<string[]> =>
      coversOf(await repository.readOffices(db), officeId),

    /** All offices by name, the national desk last. */
    listOffices: (db: Queryable): Promise<Office[]> => repository.readOffices(db),

    /** The line that answers an E.164 number. */
    lineByNumber: async (db: Queryable, e164: string): Promise<Line | null> =>
      (await repository.readLineByNumber(db, e164)) ?? null,

    lineById: async (db: Queryable, lineId: string): Promise<Line | null> =>
      (await repository.readLine(db, lineId)) ?? null,

    /** E.164 where an interpreter of a language is rung. `language` is a code of the flow's, such as `haitian`. */
    interpreterLine: async (db: Queryable, language: string): Promise<string | null> =>
      (await repository.readInterpreterLine(db, language)) ?? null,
  };
}

export type OfficesService = ReturnType<typeof createOfficesService>;
