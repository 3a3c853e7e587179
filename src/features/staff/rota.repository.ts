import { sql } from 'kysely';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import type { AbsenceReason, Rota, WeeklyHours } from './rota.model.ts';

/** Who set a row and when. `setBy` is null for a command on the server. */
export interface Setting {
  readonly staffId: string;
  readonly setBy: string | null;
  readonly now: Date;
}

/** What stands for an office, for those who are officers still, in one statement. */
export async function readRota(db: Queryable, officeId: string): Promise<Rota | undefined> {
  const { rows } = await sql<Rota>`
    with standing as (
      select h.staff_id, h.weekday, h.starts, h.ends
        from staff_hours h join staff s on s.id = h.staff_id
       where h.office_id = ${officeId} and h.ended_at is null and 'officer' = any(s.roles))
    select o.time_zone as "timeZone",
           exists (select from staff_hours where office_id = o.id) as "isKept",
           (select coalesce(json_agg(json_build_object(
                     'staffId', staff_id, 'weekday', weekday, 'starts', starts, 'ends', ends)
                     order by staff_id, weekday, starts), '[]') from standing) as hours,
           (select coalesce(json_agg(json_build_object(
                     'staffId', staff_id, 'firstDay', first_day, 'lastDay', last_day)), '[]')
              from staff_absences
             where ended_at is null and staff_id in (select staff_id from standing)) as absences,
           (select coalesce(json_agg(json_build_object('staffId', staff_id, 'language', language)
                     order by language), '[]')
              from staff_languages
             where ended_at is null and staff_id in (select staff_id from standing)) as languages
      from offices o where o.id = ${officeId}`.execute(db);
  return rows[0];
}

/** Ends the person's hours for an office and writes the new ones. Owner only. */
export async function replaceHours(
  tx: Tx,
  setting: Setting & { readonly officeId: string; readonly week: readonly WeeklyHours[] },
): Promise<void> {
  const { staffId, officeId, week, setBy, now } = setting;
  await sql`update staff_hours set ended_at = ${now}
             where staff_id = ${staffId} and office_id = ${officeId} and ended_at is null`.execute(tx);
  await sql`
    insert into staff_hours (staff_id, office_id, weekday, starts, ends, set_by, set_at)
    select ${staffId}, ${officeId}, weekday, starts, ends, ${setBy}, ${now}
      from json_to_recordset(${JSON.stringify(week)}::json)
        as w (weekday smallint, starts time, ends time)`.execute(tx);
}

/** A person's hours for every office but one, with the zones whose wall clocks they are on. */
export async function readHoursElsewhere(
  db: Queryable,
  staffId: string,
  officeId: string,
): Promise<{ officeId: string; timeZone: string; week: WeeklyHours[] }[]> {
  const { rows } = await sql<{ officeId: string; timeZone: string; week: WeeklyHours[] }>`
    select o.id as "officeId", o.time_zone as "timeZone",
           json_agg(json_build_object('weekday', h.weekday, 'starts', h.starts, 'ends', h.ends)) as week
      from staff_hours h join offices o on o.id = h.office_id
     where h.staff_id = ${staffId} and h.office_id <> ${officeId} and h.ended_at is null
     group by o.id order by o.id`.execute(db);
  return rows;
}

/** Ends the person's languages and writes the new ones. Owner only. */
export async function replaceLanguages(
  tx: Tx,
  setting: Setting & { readonly languages: readonly string[] },
): Promise<void> {
  const { staffId, languages, setBy, now } = setting;
  await sql`update staff_languages set ended_at = ${now}
             where staff_id = ${staffId} and ended_at is null`.execute(tx);
  await sql`
    insert into staff_languages (staff_id, language, set_by, set_at)
    select ${staffId}, language, ${setBy}, ${now} from unnest(${[...languages]}::text[]) as l (language)`.execute(
    tx,
  );
}

/** Owner only. */
export async function insertAbsence(
  db: Queryable,
  setting: Setting & {
    readonly firstDay: LocalDate;
    readonly lastDay: LocalDate;
    readonly reason: AbsenceReason;
  },
): Promise<void> {
  await sql`
    insert into staff_absences (staff_id, first_day, last_day, reason, set_by, set_at)
    values (${setting.staffId}, ${setting.firstDay}, ${setting.lastDay}, ${setting.reason}, ${setting.setBy},
            ${setting.now})`.execute(db);
}

/** Ends the person's absence that began on a day, early or as a mistake. False where there is none. Owner only. */
export async function endAbsence(
  db: Queryable,
  setting: Setting & { readonly firstDay: LocalDate },
): Promise<boolean> {
  const { rows } = await sql`
    update staff_absences set ended_at = ${setting.now}
     where staff_id = ${setting.staffId} and first_day = ${setting.firstDay} and ended_at is null
    returning id`.execute(db);
  return rows.length > 0;
}
