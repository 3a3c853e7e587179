import type { Clock, Ids } from '../../../kernel/ports.ts';
import type { Database, Db, Tx } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import type { OfficesService } from '../../offices/index.ts';
import { beginAttempt, countAttempts, lockCallback } from '../attempts/attempts.repository.ts';
import { decideCallback, standingOf, worksOn, type CallbackRefusal } from '../callbacks.model.ts';
import { textBodyPlace } from '../callbacks.places.ts';
import * as queue from '../callbacks.repository.ts';
import { isNumberRefused, readLineOf } from '../dialling/dialling.repository.ts';
import { textOf, wordsIn, type DialWords } from '../dialling/words.model.ts';
import * as moves from '../moves.repository.ts';
import { insertEvents } from '../timeline.repository.ts';
import * as repository from './texts.repository.ts';

export interface TextsDeps {
  readonly db: Db;
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly offices: Pick<OfficesService, 'lineById' | 'nameOf'>;
  /** Those of the first language are said where a caller's has none. */
  readonly words: readonly [DialWords, ...DialWords[]];
}

export interface TextRequest {
  readonly callbackId: string;
  /** The same key again gets the same answer, and sends nothing. */
  readonly requestKey: string;
  readonly epoch: number;
  /** The officer's own words to somebody who has answered; null for those that may reach a stranger. */
  readonly words: string | null;
}

export type TextRefusal =
  | CallbackRefusal
  | 'callbacks.call_in_only'
  | 'callbacks.voice_only'
  | 'callbacks.number_refused'
  | 'callbacks.no_callback_number'
  | 'callbacks.text_unanswered'
  | 'callbacks.request_key_reused';

/** A text with its words, for those who work on the callback. */
export type OpenText = repository.TextRow & { readonly words: string };

export type TextResult =
  | { readonly kind: 'written'; readonly text: OpenText }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'refused'; readonly refusal: TextRefusal; readonly heldBy: string | null };

/** A conversation is cut after this many texts; what is left out is the oldest. */
const longestConversation = 200;

/** Writing to callers who asked for it. A row first, then the effect (law 4). */
export function createTextsService(deps: TextsDeps) {
  const { db, database, vault, clock, ids, cases, offices, words } = deps;

  const open = async (
    on: Tx | Db,
    caseId: string,
    rows: readonly repository.TextRow[],
  ): Promise<OpenText[]> => {
    const { key } = await cases.keyOf(on, caseId);
    return rows.map((row) => ({ ...row, words: vault.open(key, textBodyPlace(row.id), row.body_sealed) }));
  };

  /** The number that a caller is written to from, or why they are not written to. */
  const numberFor = async (
    tx: Tx,
    callback: queue.CallbackRow,
  ): Promise<{ readonly from: string } | TextRefusal> => {
    if (callback.way === 'call_in') return 'callbacks.call_in_only';
    if (callback.contact !== 'text') return 'callbacks.voice_only';
    if (await isNumberRefused(tx, callback.id)) return 'callbacks.number_refused';
    const lineId = await readLineOf(tx, callback.case_id);
    const line = lineId === undefined ? null : await offices.lineById(tx, lineId);
    const from = line?.callbackNumber ?? null;
    return from === null ? 'callbacks.no_callback_number' : { from };
  };

  /** Words that may reach a stranger: they name the office only to whom it was allowed. */
  const openingWords = async (tx: Tx, callback: queue.CallbackRow): Promise<string> =>
    textOf(
      wordsIn(words, callback.language),
      callback.voicemail,
      await offices.nameOf(tx, callback.office_id),
    );

  return {
    /**
     * Writes to the caller of a callback that this person holds, once per request key. The first text has the words
     * that the caller's terms allow; the officer's own go out once somebody has answered.
     */
    write: (who: Principal, request: TextRequest): Promise<TextResult> =>
      database.transaction(async (tx) => {
        const { callbackId, requestKey, epoch } = request;
        await lockCallback(tx, callbackId);
        const found = await queue.readCallback(tx, callbackId);
        if (found === undefined || !worksOn(who, found)) return { kind: 'not_found' };
        const refuse = (refusal: TextRefusal) =>
          ({ kind: 'refused', refusal, heldBy: found.claimed_by }) as const;
        const { staffId } = who;

        const earlier = await repository.findTextRequest(tx, { callbackId, staffId, requestKey });
        if (earlier !== undefined) {
          const text = earlier.text_id === null ? undefined : await read(tx, found, earlier.text_id);
          const same = earlier.epoch === epoch && (request.words === null || request.words === text?.words);
          return text !== undefined && same
            ? { kind: 'written', text }
            : refuse('callbacks.request_key_reused');
        }

        const numbers = await numberFor(tx, found);
        const now = clock.now();
        const attempt =
          found.state === 'dialing'
            ? await repository.readTextAttempt(tx, callbackId, found.epoch)
            : undefined;
        const event = attempt === undefined ? 'dial' : 'renew';
        const decision = decideCallback(standingOf(found), { event, epoch, by: staffId }, now);
        if (!decision.ok) return refuse(decision.refusal);
        if (typeof numbers === 'string') return refuse(numbers);
        const answered = attempt?.answered ?? false;
        if (request.words !== null && !answered) return refuse('callbacks.text_unanswered');
        if (request.words === null && attempt !== undefined) return refuse('callbacks.not_ready');

        const attemptId = attempt?.id ?? ids.uuid();
        if (attempt === undefined) {
          await moves.dial(tx, { callbackId, staffId, epoch, now });
          const number = (await countAttempts(tx, callbackId)) + 1;
          const row = {
            id: attemptId,
            kind: 'text',
            callbackId,
            number,
            epoch,
            staffId,
            requestKey,
            now,
          } as const;
          await beginAttempt(tx, row);
        }
        const id = ids.uuid();
        const body = request.words ?? (await openingWords(tx, found));
        const { key } = await cases.keyOf(tx, found.case_id);
        await repository.insertText(tx, {
          id,
          callbackId,
          attemptId,
          opens: attempt === undefined,
          staffId,
          requestKey,
          from: numbers.from,
          body: vault.seal(key, textBodyPlace(id), body),
          now,
        });
        const data = { attemptId, textId: id };
        await insertEvents(tx, [{ callbackId, at: now, kind: 'text_written', staffId, data }]);
        await insertOutbox(tx, [{ topic: 'callbacks.text-planned', key: id, payload: { textId: id } }], now);
        const text = await read(tx, found, id);
        return text === undefined ? { kind: 'not_found' } : { kind: 'written', text };
      }),

    /** The texts with a caller, oldest first. Null for a callback that does not exist for this person. */
    async list(who: Principal, callbackId: string): Promise<OpenText[] | null> {
      const found = await queue.readCallback(db, callbackId);
      if (found === undefined || !worksOn(who, found)) return null;
      const rows = await repository.listTexts(db, callbackId, longestConversation);
      return open(db, found.case_id, rows);
    },
  };

  async function read(
    tx: Tx,
    callback: Pick<queue.CallbackRow, 'case_id'>,
    textId: string,
  ): Promise<OpenText | undefined> {
    const row = await repository.readText(tx, textId);
    if (row === undefined) return undefined;
    const [text] = await open(tx, callback.case_id, [row]);
    return text;
  }
}

export type TextsService = ReturnType<typeof createTextsService>;
