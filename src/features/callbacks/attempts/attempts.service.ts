import type { Clock, Ids } from '../../../kernel/ports.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import * as attempts from './attempts.repository.ts';
import { worksOn, type CallbackRefusal } from '../callbacks.model.ts';
import { attemptNotePlace } from '../callbacks.places.ts';
import * as queue from '../callbacks.repository.ts';
import { settlePromise } from '../promises/ledger.repository.ts';
import type { Followed, FollowUps } from './follow-up.service.ts';
import type { AttemptOutcome } from './policy.model.ts';

export interface AttemptsDeps {
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly followUp: FollowUps;
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
  const { database, vault, clock, ids, cases, followUp } = deps;

  return {
    /** Records an attempt that the holder made, and moves the callback on as the policy says, or does neither. */
    record: (who: Principal, request: AttemptRequest): Promise<RecordOutcome> =>
      database.transaction(async (tx) => {
        const { callbackId, requestKey, epoch, outcome, note } = request;
        await attempts.lockCallback(tx, callbackId);
        const found = await queue.readCallback(tx, callbackId);
        if (found === undefined || !worksOn(who, found)) return { kind: 'not_found' };
        const refuse = (refusal: AttemptRefusal) =>
          ({ kind: 'refused', refusal, heldBy: found.claimed_by }) as const;

        const { staffId } = who;
        const earlier = await attempts.findAttempt(tx, { callbackId, staffId, requestKey });
        if (earlier) {
          const same = earlier.outcome === outcome && earlier.epoch === epoch;
          return same ? { kind: 'recorded', attempt: earlier } : refuse('callbacks.request_key_reused');
        }

        if (outcome === 'voicemail_left' && found.voicemail === 'none')
          return refuse('callbacks.voicemail_forbidden');
        const id = ids.uuid();
        const tries = (await attempts.countTries(tx, callbackId)) + 1;
        const attempt = {
          id,
          callback_id: callbackId,
          number: (await attempts.countAttempts(tx, callbackId)) + 1,
          epoch,
          staff_id: staffId,
          ended_at: clock.now(),
          outcome,
          note_sealed:
            note === null
              ? null
              : vault.seal((await cases.keyOf(tx, found.case_id)).key, attemptNotePlace(id), note),
          request_key: requestKey,
        };
        const withFollowUp = ({ closedReason, next }: Followed): attempts.AttemptRow => ({
          ...attempt,
          closed_reason: closedReason,
          next_starts_at: next?.startsAt ?? null,
          next_ends_at: next?.endsAt ?? null,
        });
        const ended = { id, callback: found, staffId, epoch, outcome, tries };
        const followed = await followUp.after(tx, ended, async (result) => {
          await attempts.insertAttempt(tx, withFollowUp(result));
          await settlePromise(tx, { callbackId, now: attempt.ended_at, by: 'rung' });
        });
        if (followed.kind === 'refused') return refuse(followed.refusal);
        return { kind: 'recorded', attempt: withFollowUp(followed) };
      }),
  };
}

export type AttemptsService = ReturnType<typeof createAttemptsService>;
