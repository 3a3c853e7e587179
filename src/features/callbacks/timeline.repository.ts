import { sql, type RawBuilder } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';

/** One thing that happened to a callback: coded facts, no words or numbers. */
export interface TimelineEvent {
  readonly callbackId: string;
  readonly at: Date;
  /** A code, such as `claimed` or `moved`. */
  readonly kind: string;
  /** Who did it; null for the office's machinery and for callers. */
  readonly staffId: string | null;
  readonly data?: Readonly<Record<string, string | number | boolean | null>>;
  /** Words of staff, sealed for the place `callback_events.note_sealed` of this id. */
  readonly note?: { readonly id: string; readonly sealed: Buffer } | null;
}

/** Adds to the timeline of callbacks. What stands there is never changed. */
export async function insertEvents(db: Queryable, events: readonly TimelineEvent[]): Promise<void> {
  if (events.length === 0) return;
  const values = events.map(
    ({ callbackId, at, kind, staffId, data = {}, note = null }) =>
      sql`(${callbackId}::uuid, ${at}::timestamptz, ${kind}, ${staffId}::uuid, ${JSON.stringify(data)}::jsonb,
           ${note?.id ?? null}::uuid, ${note?.sealed ?? null}::bytea)`,
  );
  await sql`
    insert into callback_events (callback_id, at, kind, staff_id, data, note_id, note_sealed)
    values ${sql.join(values)}`.execute(db);
}

/**
 * The same as the body of a CTE, for a change and its event in one statement: one event of every row of `source`, an
 * earlier CTE that gives `id` and `staff_id`, who did it or whom it happened to.
 *
 * @example
 * sql`with moved as (update callbacks set … returning id, claimed_by as staff_id),
 *          logged as (${eventsCte('moved', 'claimed', now)})
 *     select id from moved`
 */
export function eventsCte(
  source: string,
  kind: string,
  at: Date,
  data: TimelineEvent['data'] = {},
): RawBuilder<unknown> {
  return sql`
    insert into callback_events (callback_id, at, kind, staff_id, data)
    select id, ${at}::timestamptz, ${kind}::text, staff_id, ${JSON.stringify(data)}::jsonb from ${sql.table(source)}`;
}

export interface TimelineRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly staff_id: string | null;
  readonly staff_name: string | null;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
  readonly note_id: string | null;
  readonly note_sealed: Buffer | null;
}

/** What happened to a callback, oldest first; the last `limit` of it. */
export async function listEvents(db: Queryable, callbackId: string, limit: number): Promise<TimelineRow[]> {
  const { rows } = await sql<TimelineRow>`
    select e.id, e.at, e.kind, e.staff_id, s.display_name as staff_name, e.data, e.note_id, e.note_sealed
      from callback_events e left join staff s on s.id = e.staff_id
     where e.callback_id = ${callbackId}
     order by e.id desc limit ${limit}`.execute(db);
  return rows.toReversed();
}

export interface LapsedClaim {
  readonly callback_id: string;
  readonly case_number: string;
  readonly at: Date;
}

/** What a person held since then, lost because they did nothing with it, and has not taken again; latest first. */
export async function listLapsed(
  db: Queryable,
  of: { readonly staffId: string; readonly since: Date; readonly limit: number },
): Promise<LapsedClaim[]> {
  const { rows } = await sql<LapsedClaim>`
    select e.callback_id, c.number as case_number, e.at
      from callback_events e join callbacks b on b.id = e.callback_id join cases c on c.id = b.case_id
     where e.kind = 'lapsed' and e.staff_id = ${of.staffId} and e.at > ${of.since}
       and not exists (select from callback_events later
                        where later.callback_id = e.callback_id and later.id > e.id and later.kind = 'claimed'
                          and later.staff_id = e.staff_id)
     order by e.at desc, e.id desc limit ${of.limit}`.execute(db);
  return rows;
}
