import type { Value } from '../../kernel/capability.ts';
import { appError } from '../../kernel/errors.ts';
import { lastTwoDigits } from '../../kernel/phone.ts';
import type { Clock, Ids } from '../../kernel/ports.ts';
import type { CapabilityCall } from '../../platform/capabilities/capability.ts';
import type { Db, Tx } from '../../platform/db/database.ts';
import type { Principal } from '../../platform/http/access.port.ts';
import { insertOutbox } from '../../platform/outbox/outbox.repository.ts';
import type { Place, Vault } from '../../platform/vault/vault.port.ts';
import type { CasesService } from '../cases/index.ts';
import type { OfficesService } from '../offices/index.ts';
import {
  claimLeaseMs,
  decideCallback,
  type CallbackCommand,
  type CallbackRefusal,
} from './callbacks.model.ts';
import * as repository from './callbacks.repository.ts';
import { computePromise } from './promise.model.ts';
import { readWish, type CallbackWish, type PromiseToTell } from './wish.model.ts';

export interface CallbacksDeps {
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'place' | 'reference' | 'keyOf'>;
  readonly offices: Pick<OfficesService, 'routeByZip' | 'calendarOf' | 'nameOf'>;
}

export type PromiseOutcome =
  | { readonly kind: 'promised'; readonly promise: PromiseToTell }
  /** Nobody can ring this number. */
  | { readonly kind: 'unreachable' }
  /** The office can keep another window only, and the caller has not agreed to it: nothing is promised. */
  | { readonly kind: 'other_window'; readonly windowName: string; readonly localDate: string }
  /** The office has no time to promise within the horizon. */
  | { readonly kind: 'no_time' };

/** A callback as one member of staff sees it: its safe word is there for who holds it. */
export type ShownCallback = repository.CallbackRow & { readonly safeWord: string | null };

export type CommandOutcome =
  | { readonly kind: 'done'; readonly callback: ShownCallback }
  | { readonly kind: 'not_found' }
  /** `heldBy` is the id of the member of staff who holds it. */
  | { readonly kind: 'refused'; readonly refusal: CallbackRefusal; readonly heldBy: string | null };

/** Minutes of an officer's time that one callback takes, for what an office can promise. */
export const handlingMinutes = 20;
/** A promise further away than this is none. */
export const horizonDays = 15;

/** Callback promises: made in the caller's turn, kept by officers. */
export function createCallbacksService({ db, vault, clock, ids, cases, offices }: CallbacksDeps) {
  const numberPlace = (id: string): Place => ({ table: 'callbacks', column: 'number_sealed', id });
  const safeWordPlace = (id: string): Place => ({ table: 'callbacks', column: 'safe_word_sealed', id });

  /** Opens the safe words of the callbacks that this person holds, and of no other. */
  const shown = async (who: Principal, rows: readonly repository.CallbackRow[]): Promise<ShownCallback[]> => {
    const callbackIds = rows
      .filter((row) => row.has_safe_word && row.claimed_by === who.staffId)
      .map((row) => row.id);
    const held = { callbackIds, staffId: who.staffId, now: clock.now() };
    const sealed = callbackIds.length === 0 ? [] : await repository.readSafeWords(db, held);
    const words = new Map(
      sealed.map((row) => {
        const key = { id: row.key_id, masterKeyId: row.master_key_id, wrapped: row.wrapped };
        return [row.id, vault.open(key, safeWordPlace(row.id), row.safe_word_sealed)];
      }),
    );
    return rows.map((row) => ({ ...row, safeWord: words.get(row.id) ?? null }));
  };

  /** Runs a guarded update; where it changes nothing, the transition table says why. */
  const command = async (
    who: Principal,
    callbackId: string,
    asked: CallbackCommand,
    update: () => Promise<boolean>,
  ): Promise<CommandOutcome> => {
    const found = await repository.readCallback(db, callbackId);
    if (found === undefined || !who.officeIds.includes(found.office_id)) return { kind: 'not_found' };
    const done = await update();
    const callback = (await repository.readCallback(db, callbackId)) ?? found;
    const [mine] = done ? await shown(who, [callback]) : [];
    if (mine !== undefined) return { kind: 'done', callback: mine };
    const standing = {
      ...callback,
      dueAt: callback.window_starts_at,
      claimedBy: callback.claimed_by,
      claimExpiresAt: callback.claim_expires_at,
    };
    const decision = decideCallback(standing, asked, clock.now());
    // What the table allows by now was refused a moment ago: somebody else came and went in between.
    const overtaken = isOthers(callback, who) ? 'callbacks.already_claimed' : 'callbacks.stale_version';
    return {
      kind: 'refused',
      refusal: decision.ok ? overtaken : decision.refusal,
      heldBy: callback.claimed_by,
    };
  };

  /** The first window that the office can keep, counting what it has promised already. */
  const findWindow = async (tx: Tx, officeId: string, wish: CallbackWish) => {
    await repository.lockOfficePromises(tx, officeId);
    const now = clock.now();
    return computePromise({
      now,
      windowName: wish.instead ?? wish.windowName,
      zone: wish.zone,
      calendar: await offices.calendarOf(tx, officeId),
      taken: await repository.countPromised(tx, officeId, now),
      handlingMinutes,
      horizonDays,
    });
  };

  return {
    /**
     * Promises a callback for the case of this call: finds the office, a window that it can keep, and writes
     * the row with its event, all in the turn's transaction. A case has one open callback at a time: asked
     * again, the promise that stands is told again.
     */
    async request(
      tx: Tx,
      call: CapabilityCall,
      input: Readonly<Record<string, Value>>,
    ): Promise<PromiseOutcome> {
      const { caseId } = call;
      if (caseId === null) throw appError('internal.unexpected', { detail: 'A callback needs a case.' });
      const wish = readWish(input);
      if (wish === null) return { kind: 'unreachable' };

      const { key } = await cases.keyOf(tx, caseId);
      const standing = await repository.readOpenOfCase(tx, caseId);
      if (standing !== undefined) {
        return {
          kind: 'promised',
          promise: {
            officeId: standing.office_id,
            windowName: standing.window_name,
            zone: standing.time_zone,
            startsAt: standing.window_starts_at,
            lastTwo: lastTwoDigits(vault.open(key, numberPlace(standing.id), standing.number_sealed)),
          },
        };
      }

      const { officeId } = await offices.routeByZip(tx, wish.zip);
      const window = await findWindow(tx, officeId, wish);
      if (window === null) return { kind: 'no_time' };
      const { windowName, localDate } = window;
      // A time that the caller did not call good may not be safe (law 9).
      if (windowName !== window.asked && !wish.anyWindow)
        return { kind: 'other_window', windowName, localDate };

      const id = ids.uuid();
      const now = clock.now();
      await repository.insertCallback(tx, {
        id,
        caseId,
        callId: call.callId,
        officeId,
        keyId: key.id,
        number: vault.seal(key, numberPlace(id), wish.number),
        numberIndex: vault.blindIndex('phone', wish.number),
        voicemail: wish.voicemail,
        about: wish.about,
        interpreter: wish.interpreter,
        safeWord: wish.safeWord === null ? null : vault.seal(key, safeWordPlace(id), wish.safeWord),
        language: call.language,
        windowName,
        timeZone: wish.zone,
        startsAt: window.startsAt,
        endsAt: window.endsAt,
        now,
      });
      await insertOutbox(tx, [{ topic: 'callbacks.promised', key: id, payload: { callbackId: id } }], now);
      await cases.place(tx, caseId, officeId);
      return {
        kind: 'promised',
        promise: {
          officeId,
          windowName,
          zone: wish.zone,
          startsAt: window.startsAt,
          lastTwo: lastTwoDigits(wish.number),
        },
      };
    },

    dueAt: (callbackId: string) => repository.readDue(db, callbackId),
    makeReady: (callbackId: string): Promise<boolean> => repository.makeReady(db, callbackId, clock.now()),
    makeOverdueReady: (graceMs: number, limit: number): Promise<number> => {
      const now = clock.now();
      return repository.makeOverdueReady(db, new Date(now.getTime() - graceMs), now, limit);
    },
    dueWithin: (horizonMs: number, after: { at: Date; id: string } | null, limit: number) =>
      repository.listDueBefore(db, new Date(clock.now().getTime() + horizonMs), after, limit),
    countAtHand: (): Promise<Record<string, number>> => repository.countAtHand(db),
    releaseLapsedClaims: (): Promise<number> => repository.releaseLapsedClaims(db, clock.now()),

    async list(
      who: Principal,
      view: repository.CallbackView,
      after: { startsAt: Date; promisedAt: Date; id: string } | null,
      limit: number,
    ): Promise<ShownCallback[]> {
      const page = { view, staffId: who.staffId, officeIds: who.officeIds, after, limit };
      return shown(who, await repository.listCallbacks(db, page));
    },

    /** Takes a ready callback of the person's offices for ten minutes. Exactly one of two claimers gets it. */
    claim: (who: Principal, callbackId: string, version: number | null): Promise<CommandOutcome> =>
      command(who, callbackId, { event: 'claim', version }, () => {
        const expiresAt = new Date(clock.now().getTime() + claimLeaseMs);
        return repository.claim(db, { callbackId, staffId: who.staffId, expiresAt, version });
      }),

    /** Gives a claim back, if this epoch of it still holds. */
    release: (who: Principal, callbackId: string, epoch: number): Promise<CommandOutcome> =>
      command(who, callbackId, { event: 'release', epoch, by: who.staffId }, () =>
        repository.release(db, { callbackId, staffId: who.staffId, epoch }),
      ),
  };
}

const isOthers = (callback: repository.CallbackRow, who: Principal): boolean =>
  callback.claimed_by !== null && callback.claimed_by !== who.staffId;

export type CallbacksService = ReturnType<typeof createCallbacksService>;
