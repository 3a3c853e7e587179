import { appError } from '../../kernel/errors.ts';
import { principalOf } from '../../platform/http/access.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import type { CallbackRow } from './callbacks.repository.ts';
import {
  callbackListQuery,
  callbackListSchema,
  callbackParams,
  callbackSchema,
  claimBody,
  releaseBody,
} from './callbacks.schemas.ts';
import type { CallbacksService, CommandOutcome, ShownCallback } from './callbacks.service.ts';

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
      const rows = await callbacks.list(principalOf(request), view, afterCursor(cursor), limit);
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return { items: rows.map(toCallback), nextCursor: last ? cursorOf(last) : null };
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
      return answer(await callbacks.claim(principalOf(request), request.params.id, version));
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
      return answer(await callbacks.release(principalOf(request), request.params.id, request.body.epoch));
    },
  );
}

function answer(outcome: CommandOutcome) {
  switch (outcome.kind) {
    case 'done':
      return toCallback(outcome.callback);
    case 'not_found':
      throw appError('http.not_found');
    case 'refused':
      throw appError(outcome.refusal, { fields: { heldBy: outcome.heldBy } });
  }
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

const toCallback = (row: ShownCallback) => ({
  id: row.id,
  caseId: row.case_id,
  caseNumber: row.case_number,
  officeId: row.office_id,
  state: row.state,
  escalatedTo: row.escalated_to,
  way: row.way,
  contact: row.contact,
  safeContact: { voicemail: row.voicemail, hasSafeWord: row.has_safe_word, safeWord: row.safeWord },
  about: row.about,
  interpreter: row.interpreter,
  language: row.language,
  window: {
    name: row.window_name,
    startsAt: row.window_starts_at.toISOString(),
    endsAt: row.window_ends_at.toISOString(),
    timeZone: row.time_zone,
  },
  promisedAt: row.promised_at.toISOString(),
  readyAt: row.ready_at?.toISOString() ?? null,
  claim:
    row.claimed_by === null
      ? null
      : {
          staffId: row.claimed_by,
          displayName: row.claimed_by_name,
          expiresAt: row.claim_expires_at?.toISOString() ?? null,
        },
  epoch: row.epoch,
  version: row.version,
});
