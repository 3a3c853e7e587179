import type { Value } from '../../kernel/capability.ts';
import { appError } from '../../kernel/errors.ts';
import { lastTwoDigits } from '../../kernel/phone.ts';
import type { Clock, Ids } from '../../kernel/ports.ts';
import type { CapabilityCall } from '../../platform/capabilities/capabilities.port.ts';
import type { Db, Tx } from '../../platform/db/database.ts';
import type { Principal } from '../../platform/http/access.port.ts';
import { insertOutbox } from '../../platform/outbox/outbox.repository.ts';
import type { Place, Vault } from '../../platform/vault/vault.port.ts';
import type { CasesService } from '../cases/index.ts';
import type { OfficesService } from '../offices/index.ts';
import { claimLeaseMs, readWish, type CallbackWish, type PromiseToTell } from './callbacks.model.ts';
import * as repository from './callbacks.repository.ts';
import { computePromise } from './promise.model.ts';

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
  /** The office has no time to promise within the horizon. */
  | { readonly kind: 'no_time' };

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly callback: repository.CallbackRow }
  | { readonly kind: 'not_found' | 'closed' | 'not_ready' | 'stale' }
  | { readonly kind: 'taken'; readonly by: string | null };

/** Minutes of an officer's time that one callback takes, for what an office can promise. */
const handlingMinutes = 20;
/** A promise further away than this is none. */
const horizonDays = 15;

/** Callback promises: made in the caller's turn, kept by officers. */
export function createCallbacksService({ db, vault, clock, ids, cases, offices }: CallbacksDeps) {
  const numberPlace = (id: string): Place => ({ table: 'callbacks', column: 'number_sealed', id });

  const mayWork = (who: Principal, row: repository.CallbackRow) => who.officeIds.includes(row.office_id);

  return {
    /**
     * Promises a callback for the case of this call: finds the office, a window that it can keep, and writes
     * the row with its event, all in the turn's transaction. A case has one open callback at a time: asked
     * again, the promise that stands is told again.
     */
    async request(tx: Tx, call: CapabilityCall, input: Readonly<Record<string, Value>>): Promise<PromiseOutcome> {
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
      const window = await this.findWindow(tx, officeId, wish);
      if (window === null) return { kind: 'no_time' };

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
        language: call.language,
        windowName: window.windowName,
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
          windowName: window.windowName,
          zone: wish.zone,
          startsAt: window.startsAt,
          lastTwo: lastTwoDigits(wish.number),
        },
      };
    },

    /** The first window that the office can keep, counting what it has promised already. */
    async findWindow(tx: Tx, officeId: string, wish: CallbackWish) {
      await repository.lockOfficePromises(tx, officeId);
      const now = clock.now();
      return computePromise({
        now,
        windowName: wish.windowName,
        zone: wish.zone,
        calendar: await offices.calendarOf(tx, officeId),
        taken: await repository.countPromised(tx, officeId, now),
        handlingMinutes,
        horizonDays,
      });
    },

    dueAt: (callbackId: string) => repository.readDue(db, callbackId),
    makeReady: (callbackId: string): Promise<boolean> => repository.makeReady(db, callbackId, clock.now()),
    makeOverdueReady: (graceMs: number, limit: number): Promise<number> => {
      const now = clock.now();
      return repository.makeOverdueReady(db, new Date(now.getTime() - graceMs), now, limit);
    },
    dueWithin: (horizonMs: number, after: { at: Date; id: string } | null, limit: number) =>
      repository.listDueBefore(db, new Date(clock.now().getTime() + horizonMs), after, limit),
    releaseLapsedClaims: (): Promise<number> => repository.releaseLapsedClaims(db, clock.now()),

    list: (
      who: Principal,
      view: repository.CallbackView,
      after: { startsAt: Date; promisedAt: Date; id: string } | null,
      limit: number,
    ) => repository.listCallbacks(db, { view, staffId: who.staffId, officeIds: who.officeIds, after, limit }),

    /** Takes a ready callback of the person's offices for ten minutes. Exactly one of two claimers gets it. */
    async claim(who: Principal, callbackId: string, version: number | null): Promise<ClaimOutcome> {
      const before = await repository.readCallback(db, callbackId);
      if (before === undefined || !mayWork(who, before)) return { kind: 'not_found' };
      const expiresAt = new Date(clock.now().getTime() + claimLeaseMs);
      const won = await repository.claim(db, { callbackId, staffId: who.staffId, expiresAt, version });
      const after = await repository.readCallback(db, callbackId);
      if (after === undefined) return { kind: 'not_found' };
      if (won) return { kind: 'claimed', callback: after };
      if (after.state === 'closed') return { kind: 'closed' };
      if (after.state === 'waiting') return { kind: 'not_ready' };
      return after.state === 'ready' ? { kind: 'stale' } : { kind: 'taken', by: after.claimed_by_name };
    },

    /** Gives a claim back. `lapsed` when this epoch no longer holds it. */
    async release(
      who: Principal,
      callbackId: string,
      epoch: number,
    ): Promise<{ kind: 'released'; callback: repository.CallbackRow } | { kind: 'not_found' | 'lapsed' }> {
      const before = await repository.readCallback(db, callbackId);
      if (before === undefined || !mayWork(who, before)) return { kind: 'not_found' };
      const released = await repository.release(db, { callbackId, staffId: who.staffId, epoch });
      const after = await repository.readCallback(db, callbackId);
      if (!released || after === undefined) return { kind: 'lapsed' };
      return { kind: 'released', callback: after };
    },
  };
}

export type CallbacksService = ReturnType<typeof createCallbacksService>;
