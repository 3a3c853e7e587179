import { sql } from 'kysely';
import type { Queryable } from '../../../platform/db/database.ts';
import { eventsCte } from '../timeline.repository.ts';

/** Nobody has rung, and we are to ring. Those whose phones ring are not late any more. */
const unrung = sql`way = 'ring' and state in ('waiting', 'ready', 'claimed')`;

/** Marks callbacks whose window ends before `until`, once each, holders included. Answers how many. */
export async function remind(db: Queryable, until: Date, now: Date, limit: number): Promise<number> {
  const { rows } = await sql`
    with due as (
      select id from callbacks
       where ${unrung} and reminded_at is null and window_ends_at > ${now} and window_ends_at <= ${until}
         and window_starts_at <= ${now}
       order by window_ends_at limit ${limit} for update skip locked
    ), moved as (
      update callbacks set reminded_at = ${now} from due where callbacks.id = due.id
      returning callbacks.id, claimed_by as staff_id
    ), logged as (${eventsCte('moved', 'reminded', now)})
    select id from moved`.execute(db);
  return rows.length;
}

/** Asks the supervisor to look at callbacks whose window has passed without a ring. Answers how many. */
export async function escalateLate(db: Queryable, now: Date, limit: number): Promise<number> {
  const { rows } = await sql`
    with late as (
      select id from callbacks where ${unrung} and escalated_to is null and window_ends_at <= ${now}
       order by window_ends_at limit ${limit} for update skip locked
    ), moved as (
      update callbacks set escalated_to = 'supervisor', escalated_at = ${now}, version = version + 1
        from late where callbacks.id = late.id
      returning callbacks.id, null::uuid as staff_id
    ), logged as (${eventsCte('moved', 'escalated', now, { to: 'supervisor', because: 'late' })})
    select id from moved`.execute(db);
  return rows.length;
}

/** The offices with late callbacks that their supervisor was asked to look at. */
export async function listLateOffices(db: Queryable, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from offices
     where exists (select from callbacks
                    where ${unrung} and escalated_to = 'supervisor' and office_id = offices.id
                      and window_ends_at <= ${now})
     order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Hands an office's late callbacks, which its supervisor was asked to look at before `since`, to the national desk. What
 * their callers were told was missed. Answers how many.
 */
export async function handToDesk(
  db: Queryable,
  late: { readonly officeId: string; readonly since: Date; readonly now: Date; readonly limit: number },
): Promise<number> {
  const { officeId, since, now, limit } = late;
  const { rows } = await sql`
    with late as (
      select id from callbacks
       where ${unrung} and escalated_to = 'supervisor' and office_id = ${officeId} and window_ends_at <= ${since}
         and escalated_at <= ${since}
       order by window_ends_at limit ${limit} for update skip locked
    ), moved as (
      update callbacks set escalated_to = 'national_desk', escalated_at = ${now}, version = version + 1
        from late where callbacks.id = late.id
      returning callbacks.id, null::uuid as staff_id
    ), missed as (
      update callback_promises set outcome = 'missed', settled_at = ${now}
        from moved where callback_id = moved.id and outcome is null and ends_at <= ${now}
    ), logged as (${eventsCte('moved', 'escalated', now, { to: 'national_desk', because: 'late' })})
    select id from moved`.execute(db);
  return rows.length;
}
