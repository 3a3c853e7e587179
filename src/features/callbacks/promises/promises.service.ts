import type { Value } from '../../../kernel/capability.ts';
import { appError } from '../../../kernel/errors.ts';
import { lastTwoDigits } from '../../../kernel/phone.ts';
import type { Clock, Ids } from '../../../kernel/ports.ts';
import type { CapabilityCall } from '../../../platform/capabilities/capability.ts';
import type { Tx } from '../../../platform/db/database.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import type { OfficesService } from '../../offices/index.ts';
import { lastTwoPlace, numberPlace, safeWordPlace } from '../callbacks.places.ts';
import * as queue from '../callbacks.repository.ts';
import { insertEvents } from '../timeline.repository.ts';
import * as moves from '../moves.repository.ts';
import { insertPromise, settlePromise } from './ledger.repository.ts';
import type { WindowsService } from './windows.service.ts';
import { interpretedAs, readTerms, readWish, type CallbackTerms, type PromiseToTell } from './wish.model.ts';

export interface PromisesDeps {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'place' | 'reference' | 'keyOf'>;
  readonly offices: Pick<OfficesService, 'routeByZip' | 'nameOf'>;
  readonly windows: Pick<WindowsService, 'windowFor' | 'keeperOf'>;
}

export type PromiseOutcome =
  | { readonly kind: 'promised'; readonly promise: PromiseToTell }
  /** Nobody can ring this number. */
  | { readonly kind: 'unreachable' }
  /** The office can keep another window only, and the caller has not agreed to it: nothing is promised. */
  | { readonly kind: 'other_window'; readonly windowName: string; readonly localDate: string }
  /** Neither the office, nor who covers it, nor the national desk has any officers' time. */
  | { readonly kind: 'no_time' };

/** Callback promises: computed, written and told in the caller's turn. */
export function createPromisesService({ vault, clock, ids, cases, offices, windows }: PromisesDeps) {
  /** Closes what stood before the caller wished for the other way: to be rung, or to ring us. */
  const supersede = async (tx: Tx, callbackId: string): Promise<void> => {
    const now = clock.now();
    await moves.cancel(tx, { callbackId, version: null }, now);
    await settlePromise(tx, { callbackId, now, by: 'withdrawn' });
    await insertEvents(tx, [{ callbackId, at: now, kind: 'superseded', staffId: null }]);
  };

  /**
   * Promises a callback for the case of this call: finds the office, a window that it can keep, and writes
   * the row with its event, all in the turn's transaction. A case has one open callback at a time: asked
   * again, the promise that stands is told again.
   */
  const promise = async (
    tx: Tx,
    call: CapabilityCall,
    wish: PromisedWish,
  ): Promise<Exclude<PromiseOutcome, { readonly kind: 'unreachable' }>> => {
    const { caseId } = call;
    if (caseId === null) throw appError('internal.unexpected', { detail: 'A callback needs a case.' });
    const { way, number } = wish;

    const { key } = await cases.keyOf(tx, caseId);
    const standing = await queue.readOpenOfCase(tx, caseId);
    if (standing !== undefined && standing.way !== way) await supersede(tx, standing.id);
    else if (standing !== undefined) {
      return {
        kind: 'promised',
        promise: {
          officeId: standing.office_id,
          windowName: standing.window_name,
          zone: standing.time_zone,
          startsAt: standing.window_starts_at,
          lastTwo:
            standing.number_sealed &&
            lastTwoDigits(vault.open(key, numberPlace(standing.id), standing.number_sealed)),
        },
      };
    }

    const { officeId: placedWith } = await offices.routeByZip(tx, wish.zip);
    const keeper = await windows.keeperOf(tx, {
      officeId: placedWith,
      windowName: wish.instead ?? wish.windowName,
      zone: wish.zone,
      // With an interpreter anybody can ring.
      language: wish.interpreter === null ? call.language : null,
    });
    if (keeper === null) return { kind: 'no_time' };
    const { officeId, window } = keeper;
    const { windowName, localDate } = window;
    // A time that the caller did not call good may not be safe (law 9).
    if (windowName !== window.asked && !wish.anyWindow)
      return { kind: 'other_window', windowName, localDate };

    const id = ids.uuid();
    const now = clock.now();
    await queue.insertCallback(tx, {
      id,
      caseId,
      callId: call.callId,
      officeId,
      keyId: key.id,
      way,
      contact: wish.contact,
      number:
        number === null
          ? null
          : {
              sealed: vault.seal(key, numberPlace(id), number),
              index: vault.blindIndex('phone', number),
            },
      voicemail: wish.voicemail,
      about: wish.about,
      interpreter: wish.interpreter ?? (keeper.needsInterpreter ? interpretedAs(call.language) : null),
      safeWord: wish.safeWord === null ? null : vault.seal(key, safeWordPlace(id), wish.safeWord),
      language: call.language,
      windowName,
      timeZone: wish.zone,
      startsAt: window.startsAt,
      endsAt: window.endsAt,
      now,
    });
    const toldId = ids.uuid();
    await insertPromise(tx, {
      id: toldId,
      callbackId: id,
      officeId,
      toldBy: 'line',
      windowName,
      timeZone: wish.zone,
      startsAt: window.startsAt,
      endsAt: window.endsAt,
      lastTwo: number === null ? null : vault.seal(key, lastTwoPlace(toldId), lastTwoDigits(number)),
      now,
    });
    const happened = { callbackId: id, at: now, staffId: null } as const;
    await insertEvents(tx, [
      { ...happened, kind: 'promised', data: { officeId, windowName } },
      ...(officeId === placedWith
        ? []
        : [{ ...happened, kind: 'covered', data: { from: placedWith, to: officeId } }]),
    ]);
    await insertOutbox(tx, [{ topic: 'callbacks.promised', key: id, payload: { callbackId: id } }], now);
    await cases.place(tx, caseId, officeId);
    return {
      kind: 'promised',
      promise: {
        officeId,
        windowName,
        zone: wish.zone,
        startsAt: window.startsAt,
        lastTwo: number === null ? null : lastTwoDigits(number),
      },
    };
  };

  return {
    windowFor: windows.windowFor,

    /** Promises to ring a caller. `unreachable`, and nothing is promised, where nobody can ring their number. */
    async request(
      tx: Tx,
      call: CapabilityCall,
      input: Readonly<Record<string, Value>>,
    ): Promise<PromiseOutcome> {
      const wish = readWish(input);
      return wish === null ? { kind: 'unreachable' } : promise(tx, call, { ...wish, way: 'ring' });
    },

    /** Promises an appointment: whom nobody can ring, rings us, and an officer is there in that window. */
    appoint: (
      tx: Tx,
      call: CapabilityCall,
      input: Readonly<Record<string, Value>>,
    ): Promise<Exclude<PromiseOutcome, { readonly kind: 'unreachable' }>> =>
      promise(tx, call, { ...readTerms(input), voicemail: 'none', way: 'call_in', number: null }),
  };
}

/** A wish with the way in which the two come together. */
type PromisedWish = CallbackTerms &
  ({ readonly way: 'ring'; readonly number: string } | { readonly way: 'call_in'; readonly number: null });

export type PromisesService = ReturnType<typeof createPromisesService>;
