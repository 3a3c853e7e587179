import type { Clock, Ids } from '../../../kernel/ports.ts';
import type { Database, Db, Queryable } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import { eventNotePlace, workItemWordsPlace } from '../callbacks.places.ts';
import { insertEvents } from '../timeline.repository.ts';
import { resolutionsOf, type WorkItemFacts, type WorkItemKind } from './work-items.model.ts';
import * as repository from './work-items.repository.ts';

export interface WorkItemsDeps {
  readonly db: Db;
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
}

/** Something to leave to a person. */
export interface LeftToAPerson {
  readonly kind: WorkItemKind;
  /** What makes it the same thing when it is found again: an id, within its kind. */
  readonly subject: string;
  readonly officeId: string;
  readonly caseId?: string;
  readonly callbackId?: string;
  readonly attemptId?: string;
  readonly facts?: WorkItemFacts;
}

export interface Settlement {
  readonly id: string;
  /** One of those that the catalogue allows for this kind. */
  readonly resolution: string;
  /** Kept under seal in the callback's timeline. */
  readonly note: string | null;
}

export type SettleOutcome =
  | { readonly kind: 'done'; readonly item: repository.WorkItemRow }
  | { readonly kind: 'not_found' }
  /** Somebody settled it before, or this person in another way. */
  | { readonly kind: 'already_done'; readonly item: repository.WorkItemRow }
  | { readonly kind: 'unknown_resolution'; readonly allowed: readonly string[] }
  /** It belongs to no callback, where a note could be kept. */
  | { readonly kind: 'no_place_for_note' };

/** What only a person can settle: left to an office by the machinery, taken up and settled by its staff. */
export function createWorkItemsService({ db, database, vault, clock, ids, cases }: WorkItemsDeps) {
  const mine = (who: Principal, item: repository.WorkItemRow | undefined) =>
    item !== undefined && who.officeIds.includes(item.office_id) ? item : undefined;

  return {
    /** Leaves something to the people of an office. False when it was left to them before. */
    leave: (on: Queryable, item: LeftToAPerson): Promise<boolean> =>
      repository.insertWorkItem(on, {
        id: ids.uuid(),
        kind: item.kind,
        dedupeKey: `${item.kind}.${item.subject}`,
        officeId: item.officeId,
        caseId: item.caseId ?? null,
        callbackId: item.callbackId ?? null,
        attemptId: item.attemptId ?? null,
        facts: item.facts ?? {},
        words: null,
        now: clock.now(),
      }),

    /** What the person's offices still have to settle, oldest first. */
    list: (who: Principal, after: { readonly createdAt: Date; readonly id: string } | null, limit: number) =>
      repository.listOpenWorkItems(db, { officeIds: who.officeIds, after, limit }),

    /** One work item with the words that belong to it; null where the person has no such item. */
    async read(
      who: Principal,
      id: string,
    ): Promise<{ item: repository.WorkItemRow; words: string | null } | null> {
      const item = mine(who, await repository.readWorkItem(db, id));
      if (item === undefined) return null;
      if (item.words_sealed === null || item.case_id === null) return { item, words: null };
      const { key } = await cases.keyOf(db, item.case_id);
      return { item, words: vault.open(key, workItemWordsPlace(id), item.words_sealed) };
    },

    /** Settles a work item once. The same person's same answer again changes nothing and is answered alike. */
    settle: (who: Principal, { id, resolution, note }: Settlement): Promise<SettleOutcome> =>
      database.transaction(async (tx) => {
        const found = mine(who, await repository.readWorkItem(tx, id));
        if (found === undefined) return { kind: 'not_found' };
        const allowed = resolutionsOf(found.kind);
        if (!allowed.includes(resolution)) return { kind: 'unknown_resolution', allowed };
        const { callback_id: callbackId, case_id: caseId } = found;
        if (note !== null && (callbackId === null || caseId === null)) return { kind: 'no_place_for_note' };

        const now = clock.now();
        const settled = await repository.settleWorkItem(tx, { id, staffId: who.staffId, resolution, now });
        const item = (await repository.readWorkItem(tx, id)) ?? found;
        if (!settled) {
          const again = item.done_by === who.staffId && item.resolution === resolution;
          return { kind: again ? 'done' : 'already_done', item };
        }
        if (callbackId === null || caseId === null) return { kind: 'done', item };

        const noteId = ids.uuid();
        const sealNote = async (words: string) => ({
          id: noteId,
          sealed: vault.seal((await cases.keyOf(tx, caseId)).key, eventNotePlace(noteId), words),
        });
        await insertEvents(tx, [
          {
            callbackId,
            at: now,
            kind: 'work_item_done',
            staffId: who.staffId,
            data: { workItemId: id, workItem: item.kind, resolution },
            note: note === null ? null : await sealNote(note),
          },
        ]);
        return { kind: 'done', item };
      }),
  };
}

export type WorkItemsService = ReturnType<typeof createWorkItemsService>;
