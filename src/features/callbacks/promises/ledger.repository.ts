import { sql } from 'kysely';
import type { Queryable } from '../../../platform/db/database.ts';

/** What a caller is told of a callback. */
export interface ToldPromise {
  readonly id: string;
  readonly callbackId: string;
  readonly officeId: string;
  /** The line's own voice, an officer on the telephone, or the office's machinery, which tells it when they next call. */
  readonly toldBy: 'line' | 'officer' | 'office';
  readonly windowName: string;
  readonly timeZone: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Last two digits of the number, sealed for `callback_promises.last_two_sealed` of this id. */
  readonly lastTwo: Buffer | null;
  readonly now: Date;
}

/** Writes down what a caller was told. One promise of a callback is open: the earlier one must be settled first. */
export async function insertPromise(db: Queryable, told: ToldPromise): Promise<void> {
  await sql`
    insert into callback_promises (id, callback_id, office_id, told_by, told_at, window_name, time_zone, starts_at,
                                   ends_at, last_two_sealed)
    values (${told.id}, ${told.callbackId}, ${told.officeId}, ${told.toldBy}, ${told.now}, ${told.windowName},
            ${told.timeZone}, ${told.startsAt}, ${told.endsAt}, ${told.lastTwo})`.execute(db);
}

/**
 * Settles what a caller was told last. The first ring decides: within the window it is kept, after it late by so many
 * minutes, also where it was given up as missed before. What is promised anew or withdrawn once its window has passed
 * without a ring was missed. No open promise is no mistake.
 */
export async function settlePromise(
  db: Queryable,
  settle: {
    readonly callbackId: string;
    readonly now: Date;
    /** All but `missed` are judged by the clock. */
    readonly by: 'rung' | 'missed' | 're_promised' | 'withdrawn';
  },
): Promise<void> {
  const { callbackId, now, by } = settle;
  await sql`
    update callback_promises
       set outcome = case when ${by}::text = 'rung' then case when ${now} <= ends_at then 'kept' else 'late' end
                          when ${now} <= ends_at then ${by}::text else 'missed' end,
           late_by_minutes = case when ${by}::text = 'rung' and ${now} > ends_at
                                  then greatest(1, ceil(extract(epoch from (${now}::timestamptz - ends_at)) / 60)) end,
           settled_at = ${now}
     where id = (select id from callback_promises where callback_id = ${callbackId}
                  order by told_at desc, id desc limit 1)
       and (outcome is null or (outcome = 'missed' and ${by}::text = 'rung'))`.execute(db);
}

/** What was told last of a callback; undefined where nothing was. */
export async function readLastPromise(
  db: Queryable,
  callbackId: string,
): Promise<{ id: string; last_two_sealed: Buffer | null } | undefined> {
  const { rows } = await sql<{ id: string; last_two_sealed: Buffer | null }>`
    select id, last_two_sealed from callback_promises where callback_id = ${callbackId}
     order by told_at desc, id desc limit 1`.execute(db);
  return rows[0];
}

export interface PromiseRow {
  readonly id: string;
  readonly told_by: ToldPromise['toldBy'];
  readonly told_at: Date;
  readonly window_name: string;
  readonly time_zone: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly last_two_sealed: Buffer | null;
  /** Null while it is open. */
  readonly outcome: 'kept' | 'late' | 'missed' | 're_promised' | 'withdrawn' | null;
  readonly late_by_minutes: number | null;
  readonly settled_at: Date | null;
}

/** Everything that was told of a callback, oldest first. */
export async function listPromises(db: Queryable, callbackId: string): Promise<PromiseRow[]> {
  const { rows } = await sql<PromiseRow>`
    select id, told_by, told_at, window_name, time_zone, starts_at, ends_at, last_two_sealed, outcome,
           late_by_minutes, settled_at
      from callback_promises where callback_id = ${callbackId} order by told_at, id`.execute(db);
  return rows;
}

export interface OfficeLedger {
  readonly office_id: string;
  readonly office_name: string;
  readonly told: number;
  readonly kept: number;
  readonly late: number;
  readonly median_minutes: number | null;
  readonly p90_minutes: number | null;
  readonly missed: number;
  readonly re_promised: number;
  readonly withdrawn: number;
  readonly open: number;
}

/** What offices promised to keep from one day up to another, on each office's calendar, and what became of it. */
export async function readLedger(
  db: Queryable,
  asked: { readonly officeIds: readonly string[]; readonly from: string; readonly to: string },
): Promise<OfficeLedger[]> {
  const midnight = (day: string) => sql`(${day}::date::timestamp at time zone o.time_zone)`;
  const count = (outcome: string) => sql`count(*) filter (where p.outcome = ${sql.lit(outcome)})::int`;
  const lateAt = (share: number) =>
    sql`percentile_cont(${sql.lit(share)}) within group (order by p.late_by_minutes) filter (where p.outcome = 'late')`;
  const { rows } = await sql<OfficeLedger>`
    select o.id as office_id, o.name as office_name, count(p.id)::int as told, ${count('kept')} as kept,
           ${count('late')} as late, ${lateAt(0.5)} as median_minutes, ${lateAt(0.9)} as p90_minutes,
           ${count('missed')} as missed, ${count('re_promised')} as re_promised,
           ${count('withdrawn')} as withdrawn,
           count(p.id) filter (where p.outcome is null)::int as open
      from offices o left join callback_promises p
        on p.office_id = o.id and p.ends_at >= ${midnight(asked.from)} and p.ends_at < ${midnight(asked.to)}
     where o.id = any(${asked.officeIds}::text[])
     group by o.id order by o.is_national_desk, o.name`.execute(db);
  return rows;
}
