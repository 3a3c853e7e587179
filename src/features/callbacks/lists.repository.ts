import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import { joined, listed, type CallbackRow } from './callbacks.repository.ts';

export type CallbackView = 'mine' | 'unclaimed' | 'team' | 'escalated';

export interface CallbackPage {
  readonly view: CallbackView;
  readonly staffId: string;
  readonly officeIds: readonly string[];
  readonly after: { readonly startsAt: Date; readonly promisedAt: Date; readonly id: string } | null;
  readonly limit: number;
}

const order = sql`window_starts_at, promised_at, id`;

/**
 * One page in fair order: due, then age. A view other than `mine` is limited to the person's offices.
 *
 * An index holds the rows of an office and a state in this order, so a page is the first of a few short heads: it takes
 * as long with a million rows as with a thousand, and at the end of the list as at its beginning.
 */
export async function listCallbacks(db: Queryable, page: CallbackPage): Promise<CallbackRow[]> {
  const { rows } = await sql<CallbackRow>`
    with page as (
      select id, window_starts_at, promised_at from (${heads(page)}) as heads order by ${order} limit ${page.limit}
    )
    select ${listed} from page join ${joined} on b.id = page.id
     order by page.window_starts_at, page.promised_at, page.id`.execute(db);
  return rows;
}

/** The first rows of each part of a view, after where the last page ended. */
function heads(page: CallbackPage) {
  const { after, limit, staffId } = page;
  const next = after
    ? sql`and (${order}) > (${after.startsAt}::timestamptz, ${after.promisedAt}::timestamptz, ${after.id}::uuid)`
    : sql``;
  const columns = sql`select id, window_starts_at, promised_at from callbacks`;
  const first = sql`${next} order by ${order} limit ${limit}`;
  const offices = sql`unnest(${page.officeIds}::text[])`;
  switch (page.view) {
    case 'mine':
      return sql`${columns} where claimed_by = ${staffId} and state <> 'closed' ${first}`;
    case 'unclaimed':
      return sql`select head.* from ${offices} as office (id) cross join lateral (
        ${columns} where office_id = office.id and state = 'ready' ${first}) as head`;
    case 'team':
      return sql`select head.* from ${offices} as office (id)
        cross join (values ('waiting'), ('ready'), ('claimed'), ('dialing')) as open (state) cross join lateral (
        ${columns} where office_id = office.id and state = open.state and state <> 'closed' ${first}) as head`;
    case 'escalated':
      // The national desk sees what any office has handed to it. A safety stop has ended all tries: it is on the list
      // until somebody has seen to the caller.
      return sql`with levels as (
        select id as office_id, 'supervisor' as level from ${offices} as id
        union select id, 'national_desk' from ${offices} as id
        union select id, 'national_desk' from offices
               where exists (select from offices where is_national_desk and id = any(${page.officeIds}::text[]))
      )
      select head.* from levels cross join lateral (
        ${columns} where office_id = levels.office_id and escalated_to = levels.level and state <> 'closed'
        ${first}) as head
      union all
      ${columns} where state = 'closed' and (office_id, escalated_to) in (select * from levels)
         and id in (select callback_id from work_items where kind = 'safety_stop' and done_at is null) ${next}`;
  }
}
