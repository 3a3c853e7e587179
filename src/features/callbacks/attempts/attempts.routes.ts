import { z } from 'zod';
import { appError } from '../../../kernel/errors.ts';
import { principalOf } from '../../../platform/http/access.ts';
import type { HttpApp } from '../../../platform/http/http-app.ts';
import type { JudgeResult, Judging } from '../dialling/judging.service.ts';
import type { AttemptsService } from './attempts.service.ts';
import { callbackParams } from '../callbacks.schemas.ts';
import { attemptOutcomes } from './policy.model.ts';

/**
 * `epoch` is the one that the claim answered. The note is kept under seal. With `attemptId` it says what came of a
 * dialled call in which the officer met the caller, until ten minutes after its end.
 */
const attemptBody = z.object({
  attemptId: z.uuid().optional(),
  epoch: z.int32().min(0),
  outcome: z.enum(attemptOutcomes),
  note: z.string().min(1).max(2000).optional(),
});

const attemptSchema = z.object({
  id: z.uuid(),
  callbackId: z.uuid(),
  /** Which attempt of this callback it was, from 1 on. */
  number: z.int(),
  outcome: z.enum(attemptOutcomes),
  endedAt: z.iso.datetime(),
  /** Why the callback is closed now, if it is. */
  closedReason: z.string().nullable(),
  /** When the next try is due, if there is one. */
  next: z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime() }).nullable(),
});

export function registerAttemptsRoutes(app: HttpApp, attempts: AttemptsService, judging: Judging): void {
  app.post(
    '/api/callbacks/:id/attempts',
    {
      config: { access: { kind: 'staff', roles: ['officer', 'supervisor'] } },
      schema: {
        tags: ['callbacks'],
        params: callbackParams,
        headers: z.looseObject({ 'idempotency-key': z.uuid() }),
        body: attemptBody,
        response: { 200: attemptSchema },
      },
    },
    async (request) => {
      const { epoch, outcome, note = null, attemptId } = request.body;
      if (attemptId !== undefined) {
        const { id: callbackId } = request.params;
        return judged(await judging.judge(principalOf(request), { callbackId, attemptId, outcome, note }));
      }
      const result = await attempts.record(principalOf(request), {
        callbackId: request.params.id,
        requestKey: request.headers['idempotency-key'],
        epoch,
        outcome,
        note,
      });
      if (result.kind === 'not_found') throw appError('http.not_found');
      if (result.kind === 'refused') throw appError(result.refusal, { fields: { heldBy: result.heldBy } });
      const { attempt } = result;
      const { next_starts_at: startsAt, next_ends_at: endsAt } = attempt;
      return {
        id: attempt.id,
        callbackId: attempt.callback_id,
        number: attempt.number,
        outcome: attempt.outcome,
        endedAt: attempt.ended_at.toISOString(),
        closedReason: attempt.closed_reason,
        next: startsAt && endsAt ? { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() } : null,
      };
    },
  );
}

function judged(result: JudgeResult) {
  if (result.kind === 'not_found') throw appError('http.not_found');
  if (result.kind === 'refused') throw appError(result.refusal);
  const { attempt } = result;
  return {
    id: attempt.id,
    callbackId: attempt.callback_id,
    number: attempt.number,
    outcome: attempt.outcome,
    endedAt: attempt.endedAt.toISOString(),
    closedReason: attempt.outcome,
    next: null,
  };
}
