import { sql } from 'kysely';
import type { Queryable } from '../../../platform/db/database.ts';
import { claimLeaseMs } from '../callbacks.model.ts';
import { eventsCte } from '../timeline.repository.ts';

/** The first so many: each who pulls passes over what others are just taking, and goes no further than is in order. */
const headLength = 32;

/** As in the indexes `callbacks_next_*`: which officers may take it. '*' is any, since an interpreter is named. */
const lane = sql`(case when interpreter is null then language else '*' end)`;
const ready = sql`state = 'ready' and way = 'ring'`;
const byDue = sql`order by window_starts_at, promised_at, id limit ${sql.lit(headLength)}`;

/**
 * Claims the callback whose turn it is for this officer, of those whose language they speak or an interpreter does: what
 * is overdue, longest first; then what only few can take, which is another language than the common one, or a matter
 * that the officer is trained for; then by due time, then by age. Who has no languages on record speaks the common one.
 *
 * `id` is null when there is none at the moment. `contended` says that there are some, whose first others
 * were just taking: ask again.
 */
export async function pullNext(
  db: Queryable,
  turn: {
    readonly staffId: string;
    readonly officeIds: readonly string[];
    readonly commonLanguage: string;
    readonly now: Date;
  },
): Promise<{ id: string | null; contended: boolean }> {
  const { staffId, commonLanguage, now } = turn;
  const expiresAt = new Date(now.getTime() + claimLeaseMs);
  const offices = sql`unnest(${turn.officeIds}::text[]) as office (id)`;
  const { rows } = await sql<{ id: string | null; contended: boolean }>`/* prepared: callbacks.pull_next */
    with spoken as (
      select language from staff_languages where staff_id = ${staffId} and ended_at is null
    ), lanes as (
      select name, name not in ('*', ${commonLanguage}) as rare
        from (select language as name from spoken
              union select ${commonLanguage} where not exists (select from spoken)
              union select '*') as names
    ), heads as materialized (
      select first.*, 0 as class from ${offices} cross join lanes cross join lateral (
        select id, window_ends_at as due, promised_at from callbacks
         where ${ready} and office_id = office.id and ${lane} = lanes.name and window_ends_at <= ${now}
         order by window_ends_at, promised_at, id limit ${sql.lit(headLength)}) as first
      union all
      select first.*, case when rare then 1 else 2 end from ${offices} cross join lanes cross join lateral (
        select id, window_starts_at, promised_at from callbacks
         where ${ready} and office_id = office.id and ${lane} = lanes.name ${byDue}) as first
      union all
      select first.*, 1 from ${offices} cross join lanes cross join staff_skills as trained cross join lateral (
        select id, window_starts_at, promised_at from callbacks
         where ${ready} and office_id = office.id and about = trained.skill and ${lane} = lanes.name ${byDue}) as first
       where trained.staff_id = ${staffId} and trained.ended_at is null
       order by class, due, promised_at, id limit ${sql.lit(headLength)}
    ), next as (
      -- Tries one after the other, in the order of the heads, and locks none but the first that is free.
      select free.id from heads cross join lateral (
        select id from callbacks where id = heads.id and state = 'ready' for update skip locked) as free
       limit 1
    ), moved as (
      update callbacks set state = 'claimed', claimed_by = ${staffId}, claim_expires_at = ${expiresAt},
             epoch = epoch + 1, version = version + 1
        from next where callbacks.id = next.id
      returning callbacks.id, claimed_by as staff_id
    ), logged as (${eventsCte('moved', 'claimed', now)})
    select (select id from moved) as id,
           not exists (select from moved) and exists (select from heads) as contended`.execute(db);
  return rows[0] ?? { id: null, contended: false };
}
