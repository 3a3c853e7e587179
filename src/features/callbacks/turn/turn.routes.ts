import { z } from 'zod';
import { appError } from '../../../kernel/errors.ts';
import { principalOf } from '../../../platform/http/access.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import { toAnswer, toCallback } from '../callbacks.answers.ts';
import { callbackParams, callbackSchema } from '../callbacks.schemas.ts';
import { cancelBody, escalateBody, nextBody, noteBody, renewBody, rescheduleBody } from './turn.schemas.ts';
import type { RescheduleOutcome, TurnService } from './turn.service.ts';

const access = { kind: 'staff', roles: ['officer', 'supervisor'] } as const;
const schema = { tags: ['callbacks'], params: callbackParams, response: { 200: callbackSchema } };

export function registerTurnRoutes(app: HttpApp, turn: TurnService): void {
  app.post(
    '/api/callbacks/next',
    {
      config: { access },
      schema: {
        tags: ['callbacks'],
        body: nextBody,
        response: { 200: callbackSchema, 204: z.null().describe('Nothing is ready for this officer.') },
      },
    },
    async (request, reply) => {
      const outcome = await turn.pull(principalOf(request), request.body?.officeId ?? null);
      if (outcome.kind === 'not_found') throw appError('http.not_found');
      if (outcome.kind === 'none') return reply.code(204).send(null);
      return toCallback(outcome.callback);
    },
  );

  app.post(
    '/api/callbacks/:id/renew',
    { config: { access }, schema: { ...schema, body: renewBody } },
    async (request) => {
      return toAnswer(await turn.renew(principalOf(request), request.params.id, request.body.epoch));
    },
  );

  app.post(
    '/api/callbacks/:id/reschedule',
    { config: { access }, schema: { ...schema, body: rescheduleBody } },
    async (request) => {
      const { epoch, window, reason = 'other' } = request.body;
      const outcome = await turn.reschedule(principalOf(request), {
        callbackId: request.params.id,
        epoch,
        windowName: window.name,
        date: window.date ?? null,
        reason,
      });
      if (outcome.kind === 'unavailable') throw unavailable(outcome);
      return toAnswer(outcome);
    },
  );

  app.post(
    '/api/callbacks/:id/escalate',
    { config: { access }, schema: { ...schema, body: escalateBody } },
    async (request) => {
      const { version, to, note = null } = request.body;
      const asked = { callbackId: request.params.id, version, to, note };
      return toAnswer(await turn.escalate(principalOf(request), asked));
    },
  );

  app.post(
    '/api/callbacks/:id/notes',
    { config: { access }, schema: { ...schema, body: noteBody } },
    async (request) => {
      return toAnswer(await turn.note(principalOf(request), request.params.id, request.body.note));
    },
  );

  app.post(
    '/api/callbacks/:id/cancel',
    { config: { access }, schema: { ...schema, body: cancelBody } },
    async (request) => {
      const { version, reason = 'other' } = request.body;
      const asked = { callbackId: request.params.id, version, reason };
      return toAnswer(await turn.cancel(principalOf(request), asked));
    },
  );
}

function unavailable({ offer }: Extract<RescheduleOutcome, { kind: 'unavailable' }>) {
  return appError('callbacks.window_unavailable', {
    detail:
      offer === null
        ? 'The office has no time to promise. The promise that stands is unchanged.'
        : 'The office cannot keep this window. The promise that stands is unchanged; ask the caller whether the one offered is safe.',
    fields: {
      offer: offer && {
        name: offer.windowName,
        date: offer.localDate,
        startsAt: offer.startsAt.toISOString(),
        endsAt: offer.endsAt.toISOString(),
      },
    },
  });
}
