import { localDateOf, instantOf, type LocalDate } from '../../../kernel/local-date.ts';
import type { Clock, Ids } from '../../../kernel/ports.ts';
import { callerZones, isCallerZone, type WindowName } from '../../../kernel/windows.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import type { Principal } from '../../../platform/http/access.port.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import type { Vault } from '../../../platform/vault/vault.port.ts';
import type { CasesService } from '../../cases/index.ts';
import type { CommandOutcome, Commands, ShownCallback } from '../callbacks.commands.ts';
import type { EscalatedTo } from '../callbacks.model.ts';
import { eventNotePlace } from '../callbacks.places.ts';
import { readCallback, type CallbackRow } from '../callbacks.repository.ts';
import * as moves from '../moves.repository.ts';
import { settlePromise } from '../promises/ledger.repository.ts';
import type { KeepableWindow } from '../promises/promise.model.ts';
import type { Telling } from '../promises/telling.service.ts';
import type { WindowsService } from '../promises/windows.service.ts';
import { insertEvents } from '../timeline.repository.ts';
import { pullNext } from './pull.repository.ts';

export interface TurnDeps {
  readonly database: Pick<Database, 'db' | 'transaction'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cases: Pick<CasesService, 'keyOf'>;
  readonly windows: Pick<WindowsService, 'windowFor'>;
  readonly telling: Telling;
  readonly commands: Commands;
  /** What officers without languages on record speak, as a BCP 47 tag. */
  readonly commonLanguage: string;
}

export type PullOutcome =
  | { readonly kind: 'pulled'; readonly callback: ShownCallback }
  /** Nothing is ready that this officer can take. */
  | { readonly kind: 'none' }
  /** They do not work for the office that they asked for. */
  | { readonly kind: 'not_found' };

export const rescheduleReasons = ['caller_asked', 'office_cannot', 'other'] as const;
export const cancelReasons = ['caller_asked', 'not_needed', 'duplicate', 'other'] as const;

export interface RescheduleRequest {
  readonly callbackId: string;
  readonly epoch: number;
  readonly windowName: WindowName;
  /** On the caller's calendar; the first that the office can keep where none is given. */
  readonly date: LocalDate | null;
  readonly reason: (typeof rescheduleReasons)[number];
}

export type RescheduleOutcome =
  | CommandOutcome
  /** The office cannot keep that window. `offer` is the nearest that it can, if there is one; nothing has changed. */
  | { readonly kind: 'unavailable'; readonly offer: KeepableWindow | null };

/** Others who pull at the same instant may have all that is first in hand. Each time some of them have got theirs. */
const pullTries = 20;

/** An officer's turn with callbacks: the next one, and what may be done with it besides ringing. */
export function createTurnService(deps: TurnDeps) {
  const { database, vault, clock, ids, cases, windows, telling, commands, commonLanguage } = deps;
  const { db } = database;

  const sealNote = async (tx: Tx, callback: CallbackRow, note: string) => {
    const id = ids.uuid();
    const { key } = await cases.keyOf(tx, callback.case_id);
    return { id, sealed: vault.seal(key, eventNotePlace(id), note) };
  };

  /** Whoever works on what they hold keeps it. */
  const renewIfHeld = async (tx: Tx, who: Principal, { id, epoch, claimed_by: holder }: CallbackRow) => {
    if (holder !== who.staffId) return;
    await moves.renew(tx, { callbackId: id, staffId: who.staffId, epoch, now: clock.now() });
  };

  return {
    /** Claims the callback whose turn it is, of one office of the officer's or of all of them. */
    async pull(who: Principal, officeId: string | null): Promise<PullOutcome> {
      if (officeId !== null && !who.officeIds.includes(officeId)) return { kind: 'not_found' };
      const officeIds = officeId === null ? who.officeIds : [officeId];
      for (let tries = 1; tries <= pullTries; tries += 1) {
        const turn = { staffId: who.staffId, officeIds, commonLanguage, now: clock.now() };
        const { id, contended } = await pullNext(db, turn);
        const row = id === null ? undefined : await readCallback(db, id);
        const [callback] = row === undefined ? [] : await commands.show(who, [row]);
        if (callback !== undefined) return { kind: 'pulled', callback };
        if (!contended) break;
      }
      return { kind: 'none' };
    },

    /** Begins the ten minutes anew. */
    renew: (who: Principal, callbackId: string, epoch: number): Promise<CommandOutcome> =>
      commands.run(who, callbackId, { event: 'renew', epoch, by: who.staffId }, () =>
        moves.renew(db, { callbackId, staffId: who.staffId, epoch, now: clock.now() }),
      ),

    /**
     * Moves a held callback to a window that the caller agreed to and the office can keep. Never to another window than
     * the one asked for: it may not be safe (law 9).
     */
    async reschedule(who: Principal, request: RescheduleRequest): Promise<RescheduleOutcome> {
      const { callbackId, epoch, windowName, date, reason } = request;
      const { staffId } = who;
      const refused: { offer?: KeepableWindow | null } = {};
      const outcome = await commands.run(
        who,
        callbackId,
        { event: 'reschedule', epoch, by: staffId },
        (found) =>
          database.transaction(async (tx) => {
            const zone = isCallerZone(found.time_zone) ? found.time_zone : 'unknown';
            const [timeZone] = callerZones[zone];
            const notBefore = date === null ? clock.now() : instantOf(date, 0, timeZone, 'earlier');
            // An interpreter speaks what the officer does not.
            const language = found.interpreter === null ? found.language : null;
            const asked = { officeId: found.office_id, windowName, zone, notBefore, language };
            const window = await windows.windowFor(tx, { ...asked, except: callbackId });
            const onDate =
              window !== null && (date === null || localDateOf(window.startsAt, timeZone) === date);
            const now = clock.now();
            const holder = { callbackId, staffId, epoch, now };
            if (window === null || window.windowName !== windowName || !onDate) {
              refused.offer = window;
              return moves.renew(tx, holder);
            }
            if (!(await moves.reschedule(tx, holder, window))) return false;
            await telling.tellAnew(tx, {
              callbackId,
              caseId: found.case_id,
              officeId: found.office_id,
              toldBy: 'officer',
              windowName,
              timeZone: found.time_zone,
              startsAt: window.startsAt,
              endsAt: window.endsAt,
            });
            const data = { windowName, reason };
            await insertEvents(tx, [{ callbackId, at: now, kind: 'rescheduled', staffId, data }]);
            await insertOutbox(
              tx,
              [{ topic: 'callbacks.promised', key: callbackId, payload: { callbackId } }],
              now,
            );
            return true;
          }),
      );
      if (outcome.kind !== 'done' || refused.offer === undefined) return outcome;
      return { kind: 'unavailable', offer: refused.offer };
    },

    /** Asks the supervisor or the national desk to look. */
    escalate: (
      who: Principal,
      request: {
        readonly callbackId: string;
        readonly version: number;
        readonly to: EscalatedTo;
        readonly note: string | null;
      },
    ): Promise<CommandOutcome> => {
      const { callbackId, version, to, note } = request;
      return commands.run(who, callbackId, { event: 'escalate', version }, (found) =>
        database.transaction(async (tx) => {
          const now = clock.now();
          if (!(await moves.escalate(tx, { callbackId, version }, { level: to, now }))) return false;
          const sealed = note === null ? null : await sealNote(tx, found, note);
          const event = { callbackId, at: now, kind: 'escalated', staffId: who.staffId, data: { to } };
          await insertEvents(tx, [{ ...event, note: sealed }]);
          await renewIfHeld(tx, who, found);
          return true;
        }),
      );
    },

    /** Adds words to the timeline, under seal. */
    note: (who: Principal, callbackId: string, note: string): Promise<CommandOutcome> =>
      // Nothing refuses words, be the callback closed: the command is asked in vain.
      commands.run(who, callbackId, { event: 'escalate', version: null }, (found) =>
        database.transaction(async (tx) => {
          const sealed = await sealNote(tx, found, note);
          const { staffId } = who;
          await insertEvents(tx, [{ callbackId, at: clock.now(), kind: 'note', staffId, note: sealed }]);
          await renewIfHeld(tx, who, found);
          return true;
        }),
      ),

    /** Closes a callback that the caller no longer wants or the office withdraws. In others' hands only supervisors may. */
    cancel: (
      who: Principal,
      request: {
        readonly callbackId: string;
        readonly version: number;
        readonly reason: (typeof cancelReasons)[number];
      },
    ): Promise<CommandOutcome> => {
      const { callbackId, version, reason } = request;
      const { staffId } = who;
      return commands.run(who, callbackId, { event: 'cancel', version }, (found) =>
        database.transaction(async (tx) => {
          const others = found.claimed_by !== null && found.claimed_by !== staffId;
          if (others && !who.roles.includes('supervisor')) return false;
          const now = clock.now();
          if (!(await moves.cancel(tx, { callbackId, version }, now))) return false;
          await settlePromise(tx, { callbackId, now, by: 'withdrawn' });
          await insertEvents(tx, [{ callbackId, at: now, kind: 'cancelled', staffId, data: { reason } }]);
          return true;
        }),
      );
    },
  };
}

export type TurnService = ReturnType<typeof createTurnService>;
