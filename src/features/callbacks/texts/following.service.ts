import type { Clock } from '../../../kernel/ports.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import { countTries, lockCallback } from '../attempts/attempts.repository.ts';
import type { Followed, FollowUps } from '../attempts/follow-up.service.ts';
import * as queue from '../callbacks.repository.ts';
import { saveFollowUp } from '../dialling/dialling.repository.ts';
import * as moves from '../moves.repository.ts';
import { settlePromise } from '../promises/ledger.repository.ts';
import { insertEvents } from '../timeline.repository.ts';
import type { WorkItemsService } from '../work-items/work-items.service.ts';
import {
  mayBecome,
  outcomeOf,
  takeNews,
  whatFollows,
  type OutgoingText,
  type TextNews,
} from './texts.model.ts';
import * as repository from './texts.repository.ts';

export interface FollowingDeps {
  readonly database: Pick<Database, 'transaction'>;
  readonly clock: Clock;
  readonly followUp: FollowUps;
  readonly workItems: Pick<WorkItemsService, 'leave'>;
}

/**
 * Where all news of texts is taken, whoever tells it: under the lock of the callback, and written with what follows for
 * it, or not at all.
 */
export function createFollowing({ database, clock, followUp, workItems }: FollowingDeps) {
  return {
    /** Takes news of a text. Nothing happens to one that is not ours. */
    take: (textId: string, news: TextNews): Promise<void> =>
      database.transaction(async (tx) => {
        const row = await repository.lockOutgoing(tx, textId);
        if (row === undefined) return;
        const before = toText(row);
        const text = takeNews(before, news);
        if (text === before) return;
        await repository.saveText(tx, { id: textId, ...text });
        if (row.opens) return followOpening(tx, row, text);
        // One of a conversation: the officer sees that it failed. What nobody can say is for a person.
        if (text.status === 'unknown') await leave(tx, row, 'unknown_text', null);
        if (text.status === 'refused') await leave(tx, row, 'number_refused', text.providerCode);
      }),

    /** Goes on without a person who has not answered while the window lasted, if that is so. */
    endConversation: (callbackId: string): Promise<void> =>
      database.transaction(async (tx) => {
        await lockCallback(tx, callbackId);
        const callback = await queue.readCallback(tx, callbackId);
        if (callback?.state !== 'dialing' || callback.window_ends_at > clock.now()) return;
        const attempt = await repository.readTextAttempt(tx, callbackId, callback.epoch);
        // One that is still on its way is followed by itself.
        if (attempt?.outcome !== 'texted') return;
        await goOn(tx, callbackId, attempt, 'texted');
        if (!attempt.answered) return;
        await workItems.leave(tx, {
          kind: 'text_answered',
          subject: attempt.id,
          officeId: callback.office_id,
          caseId: callback.case_id,
          callbackId,
          attemptId: attempt.id,
        });
      }),
  };

  /** The text that opens an attempt makes its outcome, and the outcome moves the callback. */
  async function followOpening(tx: Tx, row: repository.OutgoingRow, text: OutgoingText): Promise<void> {
    const attempt = await repository.readTextAttempt(tx, row.callback_id, row.epoch);
    if (attempt === undefined) return;
    const now = clock.now();
    const outcome = outcomeOf(text);
    const wasTaken = text.providerSid !== null || outcome === 'unknown';
    const sentAt = attempt.sent_at ?? (wasTaken ? now : null);
    if (attempt.sent_at === null && sentAt !== null)
      await settlePromise(tx, { callbackId: row.callback_id, now, by: 'rung' });
    const becomes = mayBecome(attempt.outcome, outcome, attempt.answered);
    await repository.saveTextAttempt(tx, {
      id: attempt.id,
      sentAt,
      outcome: becomes ? outcome : attempt.outcome,
      now,
    });
    if (!becomes || outcome === null) return;
    const { callback_id: callbackId, epoch } = row;
    const data = { attemptId: attempt.id, outcome };
    await insertEvents(tx, [{ callbackId, at: now, kind: 'text_ended', staffId: attempt.staff_id, data }]);
    const follows = whatFollows(outcome);
    if (follows.to === 'officer')
      return void (await moves.hangUp(tx, { callbackId, staffId: attempt.staff_id, epoch, now }));
    if (follows.to !== 'policy') return;
    await goOn(tx, callbackId, attempt, 'no_answer');
    if (follows.leave !== null) await leave(tx, row, follows.leave, text.providerCode);
  }

  /** Moves the callback on as the policy says. One that was closed meanwhile stays closed. */
  async function goOn(
    tx: Tx,
    callbackId: string,
    attempt: repository.TextAttempt,
    outcome: 'texted' | 'no_answer',
  ): Promise<void> {
    const callback = await queue.readCallback(tx, callbackId);
    if (callback === undefined) return;
    const { id, staff_id: staffId, epoch } = attempt;
    const tries = await countTries(tx, callbackId);
    const write = ({ closedReason, next }: Followed) =>
      saveFollowUp(tx, {
        attemptId: id,
        closedReason,
        nextStartsAt: next?.startsAt ?? null,
        nextEndsAt: next?.endsAt ?? null,
      });
    await followUp.after(tx, { id, callback, staffId, epoch, outcome, tries }, write);
  }

  async function leave(
    tx: Tx,
    row: repository.OutgoingRow,
    kind: 'unknown_text' | 'number_refused',
    providerCode: number | null,
  ): Promise<void> {
    const { callback_id: callbackId, attempt_id: attemptId, case_id: caseId } = row;
    const callback = await queue.readCallback(tx, callbackId);
    if (callback === undefined) return;
    await moves.escalate(tx, { callbackId, version: null }, { level: 'supervisor', now: clock.now() });
    const facts = { textId: row.id, providerCode };
    const officeId = callback.office_id;
    await workItems.leave(tx, { kind, subject: row.id, officeId, caseId, callbackId, attemptId, facts });
  }
}

export type Following = ReturnType<typeof createFollowing>;

const toText = (row: repository.OutgoingRow): OutgoingText => ({
  status: row.status,
  providerSid: row.provider_sid,
  providerCode: row.provider_code,
});
