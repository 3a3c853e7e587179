import type { Clock } from '../../../kernel/ports.ts';
import type { Db } from '../../../platform/db/database.ts';
import type { Messaging } from '../../../platform/messaging/messaging.port.ts';
import { webhookUrl } from '../../../platform/telephony/webhook-url.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import { appError } from '../../../kernel/errors.ts';
import type { CasesService } from '../../cases/index.ts';
import { numberPlace, textBodyPlace } from '../callbacks.places.ts';
import type { Following } from './following.service.ts';
import type { TextNews } from './texts.model.ts';
import * as repository from './texts.repository.ts';

export interface SendingDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly messaging: Messaging;
  readonly following: Following;
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
  const { db, vault, clock, cases, messaging, config, mayWrite } = deps;
  const { take, endConversation } = deps.following;

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
        await endConversation(callbackId);
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
