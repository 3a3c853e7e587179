import { sql } from 'kysely';
import type { Queryable } from '../../../platform/db/database.ts';

export interface NewWorkItem {
  readonly id: string;
  /** A code, such as `unknown_attempt`. */
  readonly kind: string;
  /** The same thing found twice is one work item. */
  readonly dedupeKey: string;
  readonly officeId: string;
  readonly caseId: string | null;
  readonly callbackId: string | null;
  readonly attemptId: string | null;
  /** Coded facts and ids, no words or numbers of callers. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Sealed under the case's key, for the place `work_items.words_sealed` of this id. */
  readonly words: Buffer | null;
  readonly now: Date;
}

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
