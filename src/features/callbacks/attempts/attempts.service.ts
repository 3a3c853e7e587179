import type { Clock, Ids } from '../../../kernel/ports.ts';
import { isCallerZone } from '../../../kernel/windows.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import type { OfficesService } from '../../offices/index.ts';
import * as attempts from './attempts.repository.ts';
import { decideCallback, type CallbackRefusal } from '../callbacks.model.ts';
import { attemptNotePlace } from '../callbacks.places.ts';
import * as queue from '../callbacks.repository.ts';
import { handlingMinutes, horizonDays } from '../promises/promises.service.ts';
import * as moves from '../moves.repository.ts';
import type { WorkItemsService } from '../work-items/work-items.service.ts';
import { planOutcome, planTry, type AttemptOutcome, type CallbackPolicy } from './policy.model.ts';

export interface AttemptsDeps {
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly offices: Pick<OfficesService, 'calendarOf'>;
  readonly policy: CallbackPolicy;
  readonly workItems: Pick<WorkItemsService, 'leave'>;
}

export interface AttemptRequest {
  readonly callbackId: string;
  /** The same key again gets the same answer, and records nothing. */
  readonly requestKey: string;
  readonly epoch: number;
  readonly outcome: AttemptOutcome;
  readonly note: string | null;
}

export type AttemptRefusal =
  CallbackRefusal | 'callbacks.voicemail_forbidden' | 'callbacks.request_key_reused';

export type RecordOutcome =
  | { readonly kind: 'recorded'; readonly attempt: attempts.AttemptRow }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly refusal: AttemptRefusal; readonly heldBy: string | null };

/** Attempts to ring callers back: what came of each, and what follows from it. */
export function createAttemptsService(deps: AttemptsDeps) {
  const { database, vault, clock, ids, cases, offices, policy, workItems } = deps;

  return {
    /** Records an attempt that the holder made, and moves the callback on as the policy says, or does neither. */
    record: (who: Principal, request: AttemptRequest): Promise<RecordOutcome> =>
      database.transaction(async (tx) => {
        const { callbackId, requestKey, epoch, outcome, note } = request;
        await attempts.lockCallback(tx, callbackId);
        const found = await queue.readCallback(tx, callbackId);
        if (found === undefined || !who.officeIds.includes(found.office_id)) return { kind: 'not_found' };
        const refuse = (refusal: AttemptRefusal) =>
          ({ kind: 'refused', refusal, heldBy: found.claimed_by }) as const;

        const { staffId } = who;
        const earlier = await attempts.findAttempt(tx, { callbackId, staffId, requestKey });
        if (earlier) {
          const same = earlier.outcome === outcome && earlier.epoch === epoch;
          return same ? { kind: 'recorded', attempt: earlier } : refuse('callbacks.request_key_reused');
        }

        const now = clock.now();
        const number = (await attempts.countAttempts(tx, callbackId)) + 1;
        const plan = planOutcome(policy, outcome, number);
        const standing = {
          ...found,
          dueAt: found.window_starts_at,
          claimedBy: found.claimed_by,
          claimExpiresAt: found.claim_expires_at,
        };
        const decision = decideCallback(standing, { event: plan.event, epoch, by: staffId }, now);
        if (!decision.ok) return refuse(decision.refusal);
        if (outcome === 'voicemail_left' && found.voicemail === 'none')
          return refuse('callbacks.voicemail_forbidden');

        const holder = { callbackId, staffId, epoch, now };
        const askSupervisor = () =>
          moves.escalate(tx, { callbackId, version: null }, { level: 'supervisor', now });
        let next = null;
        if (plan.event === 'retry') {
          await queue.lockOfficePromises(tx, found.office_id);
          next = planTry({
            now,
            window: { startsAt: found.window_starts_at, endsAt: found.window_ends_at },
            windowName: found.window_name,
            zone: isCallerZone(found.time_zone) ? found.time_zone : 'unknown',
            calendar: await offices.calendarOf(tx, found.office_id),
            taken: await queue.countPromised(tx, found.office_id, now),
            handlingMinutes,
            horizonDays,
            afterBusinessDays: plan.afterBusinessDays,
          });
          await moves.retry(tx, holder, { windowName: found.window_name, ...next });
          if (!next.kept) await askSupervisor();
          const event = { topic: 'callbacks.promised', key: callbackId, payload: { callbackId } } as const;
          await insertOutbox(tx, [event], now);
        } else {
          if (plan.escalate) await askSupervisor();
          await moves.finish(tx, holder, plan.reason);
        }

        const id = ids.uuid();
        const attempt: attempts.AttemptRow = {
          id,
          callback_id: callbackId,
          number,
          epoch,
          staff_id: staffId,
          ended_at: now,
          outcome,
          note_sealed:
            note === null
              ? null
              : vault.seal((await cases.keyOf(tx, found.case_id)).key, attemptNotePlace(id), note),
          request_key: requestKey,
          closed_reason: plan.event === 'finish' ? plan.reason : null,
          next_starts_at: next?.startsAt ?? null,
          next_ends_at: next?.endsAt ?? null,
        };
        await attempts.insertAttempt(tx, attempt);
        const about = {
          officeId: found.office_id,
          caseId: found.case_id,
          callbackId,
          attemptId: id,
        };
        if (outcome === 'safety_stop')
          await workItems.leave(tx, { kind: 'safety_stop', subject: callbackId, ...about });
        if (next?.kept === false) await workItems.leave(tx, { kind: 'no_safe_time', subject: id, ...about });
        return { kind: 'recorded', attempt };
      }),
  };
}

export type AttemptsService = ReturnType<typeof createAttemptsService>;
