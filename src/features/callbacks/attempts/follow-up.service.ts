import type { Clock } from '../../../kernel/ports.ts';
import { isCallerZone } from '../../../kernel/windows.ts';
import type { Tx } from '../../../platform/db/database.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import { decideCallback, standingOf, type CallbackRefusal, type ClosedReason } from '../callbacks.model.ts';
import type { CallbackRow } from '../callbacks.repository.ts';
import * as moves from '../moves.repository.ts';
import type { WindowsService } from '../promises/windows.service.ts';
import type { WorkItemsService } from '../work-items/work-items.service.ts';
import {
  planOutcome,
  planTry,
  type CallbackPolicy,
  type FollowedOutcome,
  type PlannedTry,
} from './policy.model.ts';

export interface FollowUpDeps {
  readonly clock: Clock;
  readonly windows: Pick<WindowsService, 'queueOf'>;
  readonly policy: CallbackPolicy;
  readonly workItems: Pick<WorkItemsService, 'leave'>;
}

/** An attempt that has ended. */
export interface EndedAttempt {
  readonly id: string;
  readonly callback: CallbackRow;
  readonly staffId: string;
  readonly epoch: number;
  readonly outcome: FollowedOutcome;
  /** Which try of the caller's telephone it was, from 1 on. */
  readonly tries: number;
}

export interface Followed {
  readonly closedReason: ClosedReason | null;
  readonly next: PlannedTry | null;
}

export type FollowUp =
  ({ readonly kind: 'done' } & Followed) | { readonly kind: 'refused'; readonly refusal: CallbackRefusal };

/** What follows from an attempt for its callback, whether an officer rang by hand or had it dialled. */
export function createFollowUp({ clock, windows, policy, workItems }: FollowUpDeps) {
  return {
    /**
     * Moves the callback on as the policy says, has the attempt written with what followed from it, and leaves to a
     * person what only a person can see to. Does nothing where the callback may not be moved.
     */
    async after(
      tx: Tx,
      attempt: EndedAttempt,
      write: (followed: Followed) => Promise<void>,
    ): Promise<FollowUp> {
      const { callback, staffId, epoch, outcome } = attempt;
      const now = clock.now();
      const plan = planOutcome(policy, outcome, attempt.tries);
      const decision = decideCallback(standingOf(callback), { event: plan.event, epoch, by: staffId }, now);
      if (!decision.ok) return { kind: 'refused', refusal: decision.refusal };

      const callbackId = callback.id;
      const holder = { callbackId, staffId, epoch, now };
      const askSupervisor = () =>
        moves.escalate(tx, { callbackId, version: null }, { level: 'supervisor', now });
      const about = {
        officeId: callback.office_id,
        caseId: callback.case_id,
        callbackId,
        attemptId: attempt.id,
      };

      if (plan.event === 'finish') {
        if (plan.escalate) await askSupervisor();
        await moves.finish(tx, holder, plan.reason);
        const followed = { closedReason: plan.reason, next: null };
        await write(followed);
        if (outcome === 'safety_stop')
          await workItems.leave(tx, { kind: 'safety_stop', subject: callbackId, ...about });
        return { kind: 'done', ...followed };
      }

      const next = planTry({
        ...(await windows.queueOf(tx, callback.office_id)),
        language: callback.interpreter === null ? callback.language : null,
        window: { startsAt: callback.window_starts_at, endsAt: callback.window_ends_at },
        windowName: callback.window_name,
        zone: isCallerZone(callback.time_zone) ? callback.time_zone : 'unknown',
        afterBusinessDays: plan.afterBusinessDays,
      });
      await moves.retry(tx, holder, { windowName: callback.window_name, ...next });
      const followed = { closedReason: null, next };
      await write(followed);
      if (!next.kept) {
        await askSupervisor();
        await workItems.leave(tx, { kind: 'no_safe_time', subject: attempt.id, ...about });
      }
      await insertOutbox(
        tx,
        [{ topic: 'callbacks.promised', key: callbackId, payload: { callbackId } }],
        now,
      );
      return { kind: 'done', ...followed };
    },
  };
}

export type FollowUps = ReturnType<typeof createFollowUp>;
