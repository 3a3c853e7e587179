import { sql } from 'kysely';
import type { Queryable, Tx } from '../../../platform/db/database.ts';
import type { WorkItemFacts, WorkItemKind } from './work-items.model.ts';

export interface NewWorkItem {
  readonly id: string;
  readonly kind: WorkItemKind;
  /** The same thing found twice is one work item. */
  readonly dedupeKey: string;
  readonly officeId: string;
  readonly caseId: string | null;
  readonly callbackId: string | null;
  readonly attemptId: string | null;
  /** Coded facts and ids, no words or numbers of callers. */
  readonly facts: WorkItemFacts;
  /** Sealed under the case's key, for the place `work_items.words_sealed` of this id. */
  readonly words: Buffer | null;
  readonly now: Date;
}

export interface WorkItemRow {
  readonly id: string;
  readonly kind: WorkItemKind;
  readonly office_id: string;
  readonly case_id: string | null;
  readonly case_number: string | null;
  readonly callback_id: string | null;
  readonly attempt_id: string | null;
  readonly facts: WorkItemFacts;
  readonly words_sealed: Buffer | null;
  readonly created_at: Date;
  readonly done_at: Date | null;
  readonly done_by: string | null;
  readonly done_by_name: string | null;
  readonly resolution: string | null;
}

const shown = sql`
  select w.id, w.kind, w.office_id, w.case_id, c.number as case_number, w.callback_id, w.attempt_id, w.facts,
         w.words_sealed, w.created_at, w.done_at, w.done_by, s.display_name as done_by_name, w.resolution
    from work_items w left join cases c on c.id = w.case_id left join staff s on s.id = w.done_by`;

/** Leaves something to a person. False when it was left to one already. */
export async function insertWorkItem(db: Queryable, item: NewWorkItem): Promise<boolean> {
  const { rows } = await sql`
    insert into work_items (id, kind, dedupe_key, office_id, case_id, callback_id, attempt_id, facts, words_sealed,
                            created_at)
    values (${item.id}, ${item.kind}, ${item.dedupeKey}, ${item.officeId}, ${item.caseId}, ${item.callbackId},
            ${item.attemptId}, ${JSON.stringify(item.facts)}::jsonb, ${item.words}, ${item.now})
    on conflict (dedupe_key) do nothing
    returning id`.execute(db);
  return rows.length === 1;
}

/** One page of what is still to settle in these offices, oldest first. */
export async function listOpenWorkItems(
  db: Queryable,
  page: {
    readonly officeIds: readonly string[];
    readonly after: { readonly createdAt: Date; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<WorkItemRow[]> {
  const after = page.after
    ? sql`and (w.created_at, w.id) > (${page.after.createdAt}::timestamptz, ${page.after.id}::uuid)`
    : sql``;
  const { rows } = await sql<WorkItemRow>`
    ${shown} where w.done_at is null and w.office_id = any(${page.officeIds}::text[]) ${after}
     order by w.created_at, w.id limit ${page.limit}`.execute(db);
  return rows;
}

export async function readWorkItem(db: Queryable, id: string): Promise<WorkItemRow | undefined> {
  const { rows } = await sql<WorkItemRow>`${shown} where w.id = ${id}`.execute(db);
  return rows[0];
}

/** Settles an open work item. False when somebody was first. */
export async function settleWorkItem(
  tx: Tx,
  settle: {
    readonly id: string;
    readonly staffId: string;
    readonly resolution: string;
    readonly now: Date;
  },
): Promise<boolean> {
  const { rows } = await sql`
    update work_items set done_at = ${settle.now}, done_by = ${settle.staffId}, resolution = ${settle.resolution}
     where id = ${settle.id} and done_at is null
    returning id`.execute(tx);
  return rows.length === 1;
}
