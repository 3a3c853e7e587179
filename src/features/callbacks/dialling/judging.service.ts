import type { Clock } from '../../../kernel/ports.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import type { AttemptOutcome } from '../attempts/policy.model.ts';
import { attemptNotePlace } from '../callbacks.places.ts';
import * as moves from '../moves.repository.ts';
import { insertEvents } from '../timeline.repository.ts';
import type { WorkItemsService } from '../work-items/work-items.service.ts';
import * as repository from './dialling.repository.ts';
import { isJudgement, type Judgement } from './leg.model.ts';
import { outcomeOf } from './legs.service.ts';

export interface JudgingDeps {
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly workItems: Pick<WorkItemsService, 'leave'>;
}

export interface JudgementRequest {
  readonly callbackId: string;
  readonly attemptId: string;
  /** Only what can come of a call in which they met. */
  readonly outcome: AttemptOutcome;
  readonly note: string | null;
}

export type JudgeRefusal = 'callbacks.not_joined' | 'callbacks.judged_late' | 'callbacks.not_a_judgement';

export type JudgeResult =
  | {
      readonly kind: 'judged';
      readonly attempt: Pick<repository.DialRow, 'id' | 'callback_id' | 'number'> & {
        readonly outcome: Judgement;
        readonly endedAt: Date;
      };
    }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly refusal: JudgeRefusal };

/** How long after a call the officer who had it may say what came of it. */
const judgingMs = 10 * 60_000;

/** What the officer says of a call in which they met the caller. That they met, the provider says alone. */
export function createJudging({ database, vault, clock, cases, workItems }: JudgingDeps) {
  return {
    /** Sets the outcome of an officer's own call, and why the callback is closed with it. The same again is no change. */
    judge: (who: Principal, request: JudgementRequest): Promise<JudgeResult> =>
      database.transaction(async (tx) => {
        const { callbackId, attemptId, outcome, note } = request;
        if (!isJudgement(outcome)) return { kind: 'refused', refusal: 'callbacks.not_a_judgement' };
        await repository.lockByAttempt(tx, attemptId);
        const found = await repository.readDial(tx, attemptId);
        if (found === undefined || found.callback_id !== callbackId || found.staff_id !== who.staffId)
          return { kind: 'not_found' };
        const { ended_at: endedAt, closed_reason: closedReason } = found;
        // Whom the provider did not bring together has not met.
        if (endedAt === null || closedReason === null || outcomeOf(found) !== 'reached')
          return { kind: 'refused', refusal: 'callbacks.not_joined' };
        const now = clock.now();
        if (now.getTime() - endedAt.getTime() > judgingMs)
          return { kind: 'refused', refusal: 'callbacks.judged_late' };

        const { key } = await cases.keyOf(tx, found.case_id);
        const sealed = note === null ? null : vault.seal(key, attemptNotePlace(attemptId), note);
        await repository.saveJudgement(tx, { id: attemptId, outcome, note: sealed });
        if (found.outcome !== outcome) {
          await moves.judge(tx, callbackId, { reason: outcome, now });
          const data = { attemptId, outcome };
          await insertEvents(tx, [{ callbackId, at: now, kind: 'judged', staffId: who.staffId, data }]);
        }
        if (outcome === 'safety_stop')
          await workItems.leave(tx, {
            kind: 'safety_stop',
            subject: callbackId,
            officeId: found.office_id,
            caseId: found.case_id,
            callbackId,
            attemptId,
          });
        return { kind: 'judged', attempt: { ...found, outcome, endedAt } };
      }),
  };
}

export type Judging = ReturnType<typeof createJudging>;
