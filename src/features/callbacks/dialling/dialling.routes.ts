import { z } from 'zod';
import { appError } from '../../../kernel/errors.ts';
import { principalOf } from '../../../platform/http/access.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import { callbackParams } from '../callbacks.schemas.ts';
import type { DiallingService } from './dialling.service.ts';

/** `epoch` is the one that the claim answered. */
const dialBody = z.object({ epoch: z.int32().min(0) });

const dialSchema = z.object({
  /** The attempt that has begun. */
  id: z.uuid(),
  callbackId: z.uuid(),
  startedAt: z.iso.datetime(),
  /** Whether the caller's telephone was rung, and whether they came to the officer, as far as the provider has said. */
  callerRungAt: z.iso.datetime().nullable(),
  joinedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** What came of it, once it has ended. */
  outcome: z.string().nullable(),
});

export function registerDiallingRoutes(app: HttpApp, dialling: Pick<DiallingService, 'dial'>): void {
  app.post(
    '/api/callbacks/:id/dial',
    {
      config: { access: { kind: 'staff', roles: ['officer', 'supervisor'] } },
      schema: {
        tags: ['callbacks'],
        params: callbackParams,
        headers: z.looseObject({ 'idempotency-key': z.uuid() }),
        body: dialBody,
        response: { 200: dialSchema },
      },
    },
    async (request) => {
      const result = await dialling.dial(principalOf(request), {
        callbackId: request.params.id,
        requestKey: request.headers['idempotency-key'],
        epoch: request.body.epoch,
      });
      if (result.kind === 'not_found') throw appError('http.not_found');
      if (result.kind === 'refused') throw appError(result.refusal, { fields: { heldBy: result.heldBy } });
      const { dial } = result;
      return {
        id: dial.id,
        callbackId: dial.callback_id,
        startedAt: dial.started_at.toISOString(),
        callerRungAt: dial.caller_rung_at?.toISOString() ?? null,
        joinedAt: dial.joined_at?.toISOString() ?? null,
        endedAt: dial.ended_at?.toISOString() ?? null,
        outcome: dial.outcome,
      };
    },
  );
}
