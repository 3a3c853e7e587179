import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import type { Setting } from './rota.repository.ts';

/** E.164 of the telephone that an officer is rung on; undefined where none is set. */
export async function readPhone(db: Queryable, staffId: string): Promise<string | undefined> {
  const { rows } = await sql<{ phone: string }>`
    select phone from staff_phones where staff_id = ${staffId} and ended_at is null`.execute(db);
  return rows[0]?.phone;
}

/** Ends the person's telephone and writes the new one, if there is one. Owner only. */
export async function replacePhone(
  tx: Tx,
  setting: Setting & { readonly phone: string | null },
): Promise<void> {
  const { staffId, phone, setBy, now } = setting;
  await sql`update staff_phones set ended_at = ${now} where staff_id = ${staffId} and ended_at is null`.execute(
    tx,
  );
  if (phone === null) return;
  await sql`insert into staff_phones (staff_id, phone, set_by, set_at)
            values (${staffId}, ${phone}, ${setBy}, ${now})`.execute(tx);
}

/** What a person is trained for, as codes. */
export async function readSkills(db: Queryable, staffId: string): Promise<string[]> {
  const { rows } = await sql<{ skill: string }>`
    select skill from staff_skills where staff_id = ${staffId} and ended_at is null order by skill`.execute(
    db,
  );
  return rows.map(({ skill }) => skill);
}

/** Ends the person's skills and writes the new ones. Owner only. */
export async function replaceSkills(
  tx: Tx,
  setting: Setting & { readonly skills: readonly string[] },
): Promise<void> {
  const { staffId, skills, setBy, now } = setting;
  await sql`update staff_skills set ended_at = ${now} where staff_id = ${staffId} and ended_at is null`.execute(
    tx,
  );
  await sql`
    insert into staff_skills (staff_id, skill, set_by, set_at)
    select ${staffId}, skill, ${setBy}, ${now} from unnest(${[...skills]}::text[]) as s (skill)`.execute(tx);
}

/** What a person speaks, as BCP 47 tags. */
export async function readLanguages(db: Queryable, staffId: string): Promise<string[]> {
  const { rows } = await sql<{ language: string }>`
    select language from staff_languages where staff_id = ${staffId} and ended_at is null
     order by language`.execute(db);
  return rows.map(({ language }) => language);
}
