import { principalOf } from '../../platform/http/access.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import { toAnswer, toCallback } from './callbacks.answers.ts';
import type { CallbackRow } from './callbacks.repository.ts';
import {
  callbackListQuery,
  callbackListSchema,
  callbackParams,
  callbackSchema,
  claimBody,
  releaseBody,
} from './callbacks.schemas.ts';
import type { CallbacksService } from './callbacks.service.ts';

const defaultPage = 50;
const access = { kind: 'staff', roles: ['officer', 'supervisor'] } as const;

export function registerCallbacksRoutes(app: HttpApp, callbacks: CallbacksService): void {
  app.get(
    '/api/callbacks',
    {
      config: { access },
      schema: { tags: ['callbacks'], querystring: callbackListQuery, response: { 200: callbackListSchema } },
    },
    async (request) => {
      const { view, cursor, limit = defaultPage } = request.query;
      const who = principalOf(request);
      const rows = await callbacks.list(who, view, afterCursor(cursor), limit);
      const last = rows.length === limit ? rows.at(-1) : undefined;
      const lapsed = view === 'mine' ? await callbacks.lapsedOf(who) : [];
      return {
        items: rows.map(toCallback),
        nextCursor: last ? cursorOf(last) : null,
        lapsed: lapsed.map((claim) => ({
          callbackId: claim.callback_id,
          caseNumber: claim.case_number,
          at: claim.at.toISOString(),
        })),
      };
    },
  );

  app.post(
    '/api/callbacks/:id/claim',
    {
      config: { access },
      schema: {
        tags: ['callbacks'],
        params: callbackParams,
        body: claimBody,
        response: { 200: callbackSchema },
      },
    },
    async (request) => {
      const version = request.body?.version ?? null;
      return toAnswer(await callbacks.claim(principalOf(request), request.params.id, version));
    },
  );

  app.post(
    '/api/callbacks/:id/release',
    {
      config: { access },
      schema: {
        tags: ['callbacks'],
        params: callbackParams,
        body: releaseBody,
        response: { 200: callbackSchema },
      },
    },
    async (request) => {
      return toAnswer(await callbacks.release(principalOf(request), request.params.id, request.body.epoch));
    },
  );
}

function afterCursor(text: string | undefined) {
  const cursor = decodeCursor(text);
  return (
    cursor && {
      startsAt: new Date(cursor.at),
      promisedAt: new Date(cursor.also ?? cursor.at),
      id: cursor.id,
    }
  );
}

const cursorOf = (row: CallbackRow): string =>
  encodeCursor({ at: row.window_starts_at.toISOString(), also: row.promised_at.toISOString(), id: row.id });
