import { lastTwoDigits } from '../../../kernel/phone.ts';
import type { Clock, Ids } from '../../../kernel/ports.ts';
import { isCallerZone, type WindowName } from '../../../kernel/windows.ts';
import type { Database, Queryable, Tx } from '../../../platform/db/database.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService, OpeningsService } from '../../cases/index.ts';
import { lastTwoPlace, numberPlace, workItemWordsPlace } from '../callbacks.places.ts';
import * as moves from '../moves.repository.ts';
import { insertPromise, settlePromise } from '../promises/ledger.repository.ts';
import type { KeepableWindow } from '../promises/promise.model.ts';
import type { PromisesService } from '../promises/promises.service.ts';
import { insertEvents } from '../timeline.repository.ts';
import { insertWorkItem } from '../work-items/work-items.repository.ts';
import * as repository from './matters.repository.ts';

export interface MattersDeps {
  readonly database: Pick<Database, 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly openings: Pick<OpeningsService, 'caseOf'>;
  readonly promises: Pick<PromisesService, 'windowFor'>;
}

/** What a call that has shown number and PIN may hear and change; `not_open` for every other call. */
export type MatterOutcome<Found> =
  | Found
  | { readonly kind: 'not_open' }
  /** The case has no callback that is open. */
  | { readonly kind: 'none'; readonly caseNumber: string };

export interface FoundMatter {
  /** `late`: its window is over, and no officer has it in hand. `appointment`: the caller is to ring us. */
  readonly kind: 'found' | 'late' | 'appointment';
  readonly matter: repository.Matter;
  readonly lastTwo: string | null;
  /** How many come before it. */
  readonly place: number;
}

export type MoveOutcome =
  | { readonly kind: 'moved'; readonly matter: repository.Matter; readonly window: KeepableWindow }
  /** The office can keep another window only: nothing has changed. */
  | { readonly kind: 'other_window'; readonly window: KeepableWindow }
  /** Its phones ring. */
  | { readonly kind: 'not_now' }
  /** The office has no time to promise within the horizon: the promise stands. */
  | { readonly kind: 'no_time' };

/** What a caller asks to be changed, for a person to check first. */
export type AskedChange =
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'terms'; readonly voicemail: 'none' | 'neutral' | 'named' };

/** One open callback a matter: heard, moved and withdrawn by a caller who has opened its case, and by no other. */
export function createMattersService(deps: MattersDeps) {
  const { database, vault, clock, ids, cases, openings, promises } = deps;

  /** Runs on the open callback of the case that the call has opened, and holds it meanwhile. */
  const onMatter = async <Found>(
    tx: Tx,
    callId: string,
    work: (matter: repository.Matter) => Promise<Found>,
  ): Promise<MatterOutcome<Found>> => {
    const caseId = await openings.caseOf(tx, callId);
    if (caseId === null) return { kind: 'not_open' };
    const matter = await repository.lockMatter(tx, caseId);
    if (matter !== undefined) return work(matter);
    const found = await repository.readCaseOffice(tx, caseId);
    return { kind: 'none', caseNumber: found?.number ?? '' };
  };

  const lastTwoOf = async (on: Queryable, matter: repository.Matter): Promise<string | null> => {
    if (matter.number_sealed === null) return null;
    const { key } = await cases.keyOf(on, matter.case_id);
    return lastTwoDigits(vault.open(key, numberPlace(matter.id), matter.number_sealed));
  };

  /** Writes down that the caller was told another window than before. */
  const tellAnew = async (tx: Tx, matter: repository.Matter, window: KeepableWindow): Promise<void> => {
    const now = clock.now();
    const { key } = await cases.keyOf(tx, matter.case_id);
    const lastTwo = await lastTwoOf(tx, matter);
    await settlePromise(tx, { callbackId: matter.id, now, by: 're_promised' });
    const id = ids.uuid();
    await insertPromise(tx, {
      id,
      callbackId: matter.id,
      officeId: matter.office_id,
      toldBy: 'line',
      windowName: window.windowName,
      timeZone: matter.time_zone,
      startsAt: window.startsAt,
      endsAt: window.endsAt,
      lastTwo: lastTwo === null ? null : vault.seal(key, lastTwoPlace(id), lastTwo),
      now,
    });
  };

  const noteOnce = async (
    tx: Tx,
    note: { readonly callbackId: string; readonly callId: string; readonly kind: string },
  ): Promise<void> => {
    if (await repository.isNoted(tx, note)) return;
    const { callbackId, callId, kind } = note;
    await insertEvents(tx, [{ callbackId, at: clock.now(), kind, staffId: null, data: { callId } }]);
  };

  return {
    /** What was promised, with an honest count of what comes before it. */
    find: (tx: Tx, callId: string): Promise<MatterOutcome<FoundMatter>> =>
      onMatter(tx, callId, async (matter) => {
        const isInHand = matter.state === 'claimed' || matter.state === 'dialing';
        const isLate = matter.window_ends_at <= clock.now() && !isInHand;
        return {
          kind: matter.way === 'call_in' ? 'appointment' : isLate ? 'late' : 'found',
          matter,
          lastTwo: await lastTwoOf(tx, matter),
          place: isInHand ? 0 : await repository.countBefore(tx, matter.id),
        };
      }),

    /**
     * Moves the callback to a window that its office can keep, out of any hands but those whose phones ring. Its age,
     * and so its place among those of the same hour, stays.
     */
    move: (tx: Tx, callId: string, windowName: WindowName): Promise<MatterOutcome<MoveOutcome>> =>
      onMatter<MoveOutcome>(tx, callId, async (matter) => {
        if (matter.state === 'dialing') return { kind: 'not_now' };
        const zone = isCallerZone(matter.time_zone) ? matter.time_zone : 'unknown';
        // An interpreter speaks what the officer does not.
        const language = matter.interpreter === null ? matter.language : null;
        const wish = { officeId: matter.office_id, windowName, zone, language, except: matter.id };
        const window = await promises.windowFor(tx, wish);
        if (window === null) return { kind: 'no_time' };
        if (window.windowName !== windowName) return { kind: 'other_window', window };

        const now = clock.now();
        await moves.move(tx, { callbackId: matter.id, version: matter.version }, window);
        await tellAnew(tx, matter, window);
        const data = { windowName, callId };
        await insertEvents(tx, [{ callbackId: matter.id, at: now, kind: 'moved', staffId: null, data }]);
        const event = { topic: 'callbacks.promised', key: matter.id, payload: { callbackId: matter.id } };
        await insertOutbox(tx, [event], now);
        return { kind: 'moved', matter, window };
      }),

    /** Closes the callback that the caller no longer wants. */
    cancel: (tx: Tx, callId: string): Promise<MatterOutcome<{ readonly kind: 'cancelled' }>> =>
      onMatter(tx, callId, async (matter) => {
        const now = clock.now();
        await moves.cancel(tx, { callbackId: matter.id, version: matter.version }, now);
        await settlePromise(tx, { callbackId: matter.id, now, by: 'withdrawn' });
        const data = { callId };
        await insertEvents(tx, [{ callbackId: matter.id, at: now, kind: 'cancelled', staffId: null, data }]);
        return { kind: 'cancelled' };
      }),

    /**
     * Leaves a change of number or of safe-contact terms to a person, for someone else may hold number and PIN.
     * Nothing changes until they have checked. Once a kind and call: `noted_before` after that.
     */
    async askChange(
      tx: Tx,
      callId: string,
      change: AskedChange,
    ): Promise<'asked' | 'noted_before' | 'not_open'> {
      const caseId = await openings.caseOf(tx, callId);
      if (caseId === null) return 'not_open';
      const matter = await repository.lockMatter(tx, caseId);
      const officeId = matter?.office_id ?? (await repository.readCaseOffice(tx, caseId))?.office_id;
      if (officeId === undefined) return 'not_open';

      const id = ids.uuid();
      const now = clock.now();
      const { key } = await cases.keyOf(tx, caseId);
      const isNew = await insertWorkItem(tx, {
        id,
        kind: 'change_asked',
        dedupeKey: `change_asked.${callId}.${change.kind}`,
        officeId,
        caseId,
        callbackId: matter?.id ?? null,
        attemptId: null,
        facts:
          change.kind === 'number' ? { asked: 'number' } : { asked: 'terms', voicemail: change.voicemail },
        words: change.kind === 'number' ? vault.seal(key, workItemWordsPlace(id), change.number) : null,
        now,
      });
      if (isNew && matter !== undefined) {
        const data = { workItemId: id, asked: change.kind };
        await insertEvents(tx, [
          { callbackId: matter.id, at: now, kind: 'change_asked', staffId: null, data },
        ]);
      }
      return isNew ? 'asked' : 'noted_before';
    },

    /**
     * Joins a call that asks for a callback with the one that its opened case has already: seen in the timeline, and
     * nothing else changes.
     */
    join: (tx: Tx, callId: string): Promise<MatterOutcome<{ readonly kind: 'joined' }>> =>
      onMatter(tx, callId, async ({ id: callbackId }) => {
        await noteOnce(tx, { callbackId, callId, kind: 'merged' });
        return { kind: 'joined' };
      }),

    /** Notes in the timeline of the case's open callback that its caller has said more: the case has the recording. */
    noteMessage: (caseId: string, callId: string): Promise<void> =>
      database.transaction(async (tx) => {
        const matter = await repository.lockMatter(tx, caseId);
        if (matter !== undefined)
          await noteOnce(tx, { callbackId: matter.id, callId, kind: 'message_added' });
      }),
  };
}

export type MattersService = ReturnType<typeof createMattersService>;
