import { sql } from 'kysely';
import type { OfficeCalendar, OfficeHours } from '../../kernel/business-time.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import type { Directory, Line, Office } from './offices.directory.ts';
import type { Area } from './offices.model.ts';

/** The national desk and the areas under any of these prefixes, in one statement; undefined without a desk. */
export async function readAreas(
  db: Queryable,
  prefixes: readonly string[],
): Promise<{ nationalDeskId: string; areas: Area[] } | undefined> {
  const { rows } = await sql<{ nationalDeskId: string; areas: Area[] }>`
    select id as "nationalDeskId",
           (select coalesce(json_agg(json_build_object('zipPrefix', zip_prefix, 'officeId', office_id)), '[]')
              from office_areas where zip_prefix = any(${prefixes}::text[])) as areas
      from offices where is_national_desk`.execute(db);
  return rows[0];
}

export async function readOffices(db: Queryable): Promise<Office[]> {
  const { rows } = await sql<Office>`
    select id, name, time_zone as "timeZone", is_national_desk as "isNationalDesk",
           covering_office_id as "coveringOfficeId"
      from offices order by is_national_desk, name`.execute(db);
  return rows;
}

export async function readOfficeName(db: Queryable, officeId: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select name from offices where id = ${officeId}`.execute(db);
  return rows[0]?.name;
}

/** Hours and closures of an office, those of every office included, in one statement. */
export async function readCalendar(
  db: Queryable,
  officeId: string,
): Promise<Omit<OfficeCalendar, 'observesFederalHolidays'> | undefined> {
  const { rows } = await sql<{ timeZone: string; hours: OfficeHours[]; closures: LocalDate[] }>`
    select o.time_zone as "timeZone",
           (select coalesce(json_agg(json_build_object(
                     'weekday', weekday, 'opens', opens, 'closes', closes, 'officers', officers)
                     order by weekday, opens), '[]')
              from office_hours where office_id = o.id) as hours,
           (select coalesce(json_agg(distinct closed_on), '[]')
              from office_closures where office_id = o.id or office_id is null) as closures
      from offices o where o.id = ${officeId}`.execute(db);
  return rows[0];
}

export async function readLineByNumber(db: Queryable, phoneNumber: string): Promise<Line | undefined> {
  const { rows } = await sql<Line>`
    select id, phone_number as "phoneNumber", flow, default_office_id as "defaultOfficeId",
           call_centre_number as "callCentreNumber", callback_number as "callbackNumber"
      from lines where phone_number = ${phoneNumber}`.execute(db);
  return rows[0];
}

export async function readLine(db: Queryable, lineId: string): Promise<Line | undefined> {
  const { rows } = await sql<Line>`
    select id, phone_number as "phoneNumber", flow, default_office_id as "defaultOfficeId",
           call_centre_number as "callCentreNumber", callback_number as "callbackNumber"
      from lines where id = ${lineId}`.execute(db);
  return rows[0];
}

/** Brings offices up to date. A covering office that an administrator has set stays. */
export async function upsertOffices(tx: Tx, offices: readonly Office[]): Promise<void> {
  await sql`
    insert into offices (id, name, time_zone, is_national_desk, covering_office_id)
    select id, name, "timeZone", "isNationalDesk", "coveringOfficeId"
      from json_to_recordset(${JSON.stringify(offices)}::json)
        as o (id text, name text, "timeZone" text, "isNationalDesk" boolean, "coveringOfficeId" text)
    on conflict (id) do update
      set name = excluded.name, time_zone = excluded.time_zone, is_national_desk = excluded.is_national_desk,
          covering_office_id = coalesce(offices.covering_office_id, excluded.covering_office_id)`.execute(tx);
}

/** Gives hours to offices that have none; those that an administrator has set stay. */
export async function insertMissingHours(tx: Tx, hours: Directory['hours']): Promise<void> {
  await sql`
    insert into office_hours (office_id, weekday, opens, closes, officers)
    select h."officeId", h.weekday, h.opens, h.closes, h.officers
      from json_to_recordset(${JSON.stringify(hours)}::json)
        as h ("officeId" text, weekday smallint, opens time, closes time, officers smallint)
     where not exists (select from office_hours x where x.office_id = h."officeId")`.execute(tx);
}

/** Makes the areas exactly these. */
export async function replaceAreas(tx: Tx, areas: readonly Area[]): Promise<void> {
  const wanted = sql`
    select "zipPrefix", "officeId" from json_to_recordset(${JSON.stringify(areas)}::json)
        as a ("zipPrefix" text, "officeId" text)`;
  await sql`delete from office_areas where (zip_prefix, office_id) not in (${wanted})`.execute(tx);
  await sql`insert into office_areas (zip_prefix, office_id) ${wanted} on conflict do nothing`.execute(tx);
}

export async function upsertLine(db: Queryable, line: Line): Promise<void> {
  await sql`
    insert into lines (id, phone_number, flow, default_office_id, call_centre_number, callback_number)
    values (${line.id}, ${line.phoneNumber}, ${line.flow}, ${line.defaultOfficeId}, ${line.callCentreNumber},
            ${line.callbackNumber})
    on conflict (id) do update set phone_number = excluded.phone_number, flow = excluded.flow,
                                   default_office_id = excluded.default_office_id,
                                   call_centre_number = excluded.call_centre_number,
                                   callback_number = excluded.callback_number`.execute(db);
}

/** Names the office that covers another; null takes it away. Owner only. */
export async function setCoveringOffice(
  db: Queryable,
  officeId: string,
  coveringOfficeId: string | null,
): Promise<void> {
  await sql`update offices set covering_office_id = ${coveringOfficeId} where id = ${officeId}`.execute(db);
}

/** Where an interpreter of a language is rung; undefined where none is set. */
export async function readInterpreterLine(db: Queryable, language: string): Promise<string | undefined> {
  const { rows } = await sql<{
    phone: string;
  }>`select phone from interpreter_lines where language = ${language}`.execute(db);
  return rows[0]?.phone;
}

/** Sets where an interpreter of a language is rung; null takes it away. Owner only. */
export async function setInterpreterLine(
  db: Queryable,
  language: string,
  phone: string | null,
): Promise<void> {
  if (phone === null) {
    await sql`delete from interpreter_lines where language = ${language}`.execute(db);
    return;
  }
  await sql`insert into interpreter_lines (language, phone) values (${language}, ${phone})
            on conflict (language) do update set phone = excluded.phone`.execute(db);
}
