import type { Clock } from '../../../kernel/ports.ts';
import type { Database, Db, Tx } from '../../../platform/db/database.ts';
import type { Messaging } from '../../../platform/messaging/messaging.port.ts';
import { webhookUrl } from '../../../platform/telephony/webhook-url.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import { appError } from '../../../kernel/errors.ts';
import type { CasesService } from '../../cases/index.ts';
import { countTries, lockCallback } from '../attempts/attempts.repository.ts';
import type { Followed, FollowUps } from '../attempts/follow-up.ts';
import { numberPlace, textBodyPlace } from '../callbacks.places.ts';
import * as queue from '../callbacks.repository.ts';
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

export interface SendingDeps {
  readonly db: Db;
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly messaging: Messaging;
  readonly followUp: FollowUps;
  readonly workItems: Pick<WorkItemsService, 'leave'>;
  readonly config: { readonly http: { readonly publicUrl: string } };
  /** Whether anybody may be written to now. */
  readonly mayWrite: () => boolean;
}

/** How long the provider has to tell how a text went before it is asked. */
const tellMs = 90_000;
/** How long the provider may refuse to listen before a text is given up, and its callback back with its officer. */
const patienceMs = 5 * 60_000;
/** What the provider has not told of a text after a day, it will not tell any more. */
const longestWaitMs = 24 * 60 * 60_000;
/** The provider's clock and ours differ by less. */
const clockSkewMs = 60_000;
const sweepPage = 200;

/** Sends texts once, and follows what becomes of each, whoever tells it. */
export function createSendingService(deps: SendingDeps) {
  const { db, database, vault, clock, cases, messaging, followUp, workItems, config, mayWrite } = deps;

  /** A text with its number and words. They stay in memory (law 5). */
  const openText = async (row: repository.OutgoingRow) => {
    const { key } = await cases.keyOf(db, row.case_id);
    return {
      to: vault.open(key, numberPlace(row.callback_id), row.number_sealed),
      from: row.from_number,
      words: vault.open(key, textBodyPlace(row.id), row.body_sealed),
    };
  };

  return {
    /**
     * Sends a planned text. Once it was asked for, another run does nothing, whatever became of the first: what the
     * provider took is found by its callback, which carries the text's id, or in its list.
     *
     * @throws AppError `twilio.rest_unavailable`, `twilio.rest_refused` when the provider has surely not taken it
     */
    async send(textId: string): Promise<void> {
      if (!mayWrite()) return;
      const row = await repository.readOutgoing(db, textId);
      if (row?.status !== 'planned') return;
      if (clock.now().getTime() - row.at.getTime() >= patienceMs) return take(textId, givenUp('not_placed'));
      const text = await openText(row);
      if (!(await repository.askText(db, textId, clock.now()))) {
        const now = await repository.readOutgoing(db, textId);
        // Not asked for by another run either: the callback was taken out of the officer's hands meanwhile.
        if (now?.status === 'planned') await take(textId, givenUp('not_placed'));
        return;
      }
      const statusUrl = webhookUrl(config.http.publicUrl, '/twilio/message-status', { text: textId });
      const result = await messaging
        .sendText({ ...text, statusUrl })
        .catch((error: unknown) => ({ kind: 'failed', error }) as const);
      switch (result.kind) {
        case 'started':
          return take(textId, told(result.messageSid, 'queued', null));
        case 'refused':
          return take(textId, givenUp('refused', result.providerCode));
        case 'unknown':
          return;
        case 'not_placed':
        case 'failed':
          await repository.unaskText(db, textId);
          throw result.kind === 'failed' ? result.error : appError('twilio.rest_unavailable');
      }
    },

    /** Takes what the provider says of a text. Nothing happens to one that is not ours. */
    noteStatus: (
      textId: string,
      providerSid: string,
      word: string,
      providerCode: number | null,
    ): Promise<void> => take(textId, told(providerSid, word, providerCode)),

    /** Planned texts that the queue has lost or put off. */
    unasked: (olderThanMs: number, limit: number): Promise<string[]> =>
      repository.listPlanned(db, new Date(clock.now().getTime() - olderThanMs), limit),

    /**
     * Asks the provider how texts went that it tells nothing of. One without the provider's id is looked for by both
     * numbers and the time; what is not found there, or might be one of several, goes to a person, and is not sent
     * again.
     */
    async askAfter(): Promise<void> {
      const now = clock.now().getTime();
      const asked = { after: new Date(now - longestWaitMs), before: new Date(now - tellMs) };
      for (const row of await repository.listUntold(db, asked, sweepPage)) {
        const found = await (row.provider_sid === null ? search(row) : fetch(row.provider_sid));
        if (found !== null) await take(row.id, found);
      }
    },

    /** Goes on without those who have not answered while their window lasted. */
    async endUnanswered(): Promise<void> {
      for (const callbackId of await repository.listUnanswered(db, clock.now(), sweepPage))
        await database.transaction((tx) => endConversation(tx, callbackId));
    },
  };

  async function fetch(providerSid: string): Promise<TextNews | null> {
    const result = await messaging.fetchText(providerSid);
    if (result.kind === 'missing') return givenUp('unknown');
    return told(providerSid, result.text.status, result.text.providerCode);
  }

  async function search(row: repository.OutgoingRow): Promise<TextNews> {
    const { to, from } = await openText(row);
    const createdAfter = new Date((row.asked_at ?? row.at).getTime() - clockSkewMs);
    const listed = await messaging.listTexts({ to, from, createdAfter });
    const sids = listed.map(({ messageSid }) => messageSid);
    const known = new Set(await repository.listKnownSids(db, sids));
    const [found, another] = listed.filter(({ messageSid }) => !known.has(messageSid));
    if (found === undefined || another !== undefined) return givenUp('unknown');
    return told(found.messageSid, found.status, found.providerCode);
  }

  /** Where all news of a text is taken: under the lock of its callback, and written with what follows, or not at all. */
  async function take(textId: string, news: TextNews): Promise<void> {
    await database.transaction(async (tx) => {
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
    });
  }

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
    const ended = becomes ? outcome : attempt.outcome;
    await repository.saveTextAttempt(tx, {
      id: attempt.id,
      sentAt,
      endedAt: ended === null ? null : now,
      outcome: ended,
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

  async function endConversation(tx: Tx, callbackId: string): Promise<void> {
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
      repository.saveFollowUp(tx, {
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

export type SendingService = ReturnType<typeof createSendingService>;

const told = (providerSid: string, word: string, providerCode: number | null): TextNews => ({
  kind: 'told',
  providerSid,
  word,
  providerCode,
});

const givenUp = (
  how: 'refused' | 'not_placed' | 'unknown',
  providerCode: number | null = null,
): TextNews => ({ kind: 'given_up', how, providerCode });

const toText = (row: repository.OutgoingRow): OutgoingText => ({
  status: row.status,
  providerSid: row.provider_sid,
  providerCode: row.provider_code,
});
