import type { z } from 'zod';
import { appError } from '../../../kernel/errors.ts';
import { principalOf } from '../../../platform/http/access.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import { resolutionsOf, sentenceOf } from './work-items.model.ts';
import type { WorkItemRow } from './work-items.repository.ts';
import {
  settleBody,
  workItemInFullSchema,
  workItemListQuery,
  workItemListSchema,
  workItemParams,
  workItemSchema,
} from './work-items.schemas.ts';
import type { SettleOutcome, WorkItemsService } from './work-items.service.ts';

const defaultPage = 50;
const config = { access: { kind: 'staff', roles: ['officer', 'supervisor'] } } as const;
const tags = ['work items'];

export function registerWorkItemsRoutes(app: HttpApp, workItems: WorkItemsService): void {
  app.get(
    '/api/work-items',
    { config, schema: { tags, querystring: workItemListQuery, response: { 200: workItemListSchema } } },
    async (request) => {
      const { cursor, limit = defaultPage } = request.query;
      const rows = await workItems.list(principalOf(request), afterCursor(cursor), limit);
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return { items: rows.map(toWorkItem), nextCursor: last ? cursorOf(last) : null };
    },
  );

  app.get(
    '/api/work-items/:id',
    { config, schema: { tags, params: workItemParams, response: { 200: workItemInFullSchema } } },
    async (request) => {
      const found = await workItems.read(principalOf(request), request.params.id);
      if (found === null) throw appError('http.not_found');
      return { ...toWorkItem(found.item), words: found.words };
    },
  );

  app.post(
    '/api/work-items/:id/done',
    { config, schema: { tags, params: workItemParams, body: settleBody, response: { 200: workItemSchema } } },
    async (request) => {
      const { resolution, note = null } = request.body;
      return answer(
        await workItems.settle(principalOf(request), { id: request.params.id, resolution, note }),
      );
    },
  );
}

function answer(outcome: SettleOutcome) {
  switch (outcome.kind) {
    case 'done':
      return toWorkItem(outcome.item);
    case 'not_found':
      throw appError('http.not_found');
    case 'already_done':
      throw appError('callbacks.item_settled', { fields: { done: doneOf(outcome.item) } });
    case 'unknown_resolution':
      throw appError('callbacks.unknown_resolution', { fields: { allowed: outcome.allowed } });
    case 'no_place_for_note':
      throw appError('http.validation', {
        detail: 'This belongs to no callback, so there is no place under seal for a note.',
      });
  }
}

function afterCursor(text: string | undefined) {
  const cursor = decodeCursor(text);
  return cursor && { createdAt: new Date(cursor.at), id: cursor.id };
}

const cursorOf = (row: WorkItemRow): string => encodeCursor({ at: row.created_at.toISOString(), id: row.id });

const toWorkItem = (row: WorkItemRow): z.infer<typeof workItemSchema> => ({
  id: row.id,
  kind: row.kind,
  says: sentenceOf(row.kind, row.facts),
  resolutions: [...resolutionsOf(row.kind)],
  officeId: row.office_id,
  caseId: row.case_id,
  caseNumber: row.case_number,
  callbackId: row.callback_id,
  attemptId: row.attempt_id,
  facts: { ...row.facts },
  hasWords: row.words_sealed !== null,
  createdAt: row.created_at.toISOString(),
  done: doneOf(row),
});

const doneOf = (row: WorkItemRow) =>
  row.done_at && {
    at: row.done_at.toISOString(),
    staffId: row.done_by,
    displayName: row.done_by_name,
    resolution: row.resolution,
  };
