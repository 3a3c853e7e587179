import { nextBusinessDay } from '../../../kernel/business-time.ts';
import { instantOf, localDateOf } from '../../../kernel/local-date.ts';
import type { Clock, Ids } from '../../../kernel/ports.ts';
import type { CapabilityCall } from '../../../platform/capabilities/capability.ts';
import type { Database, Tx } from '../../../platform/db/database.ts';
import type { OpeningsService } from '../../cases/index.ts';
import type { OfficesService } from '../../offices/index.ts';
import type { StaffService } from '../../staff/index.ts';
import { countAttempts } from '../attempts/attempts.repository.ts';
import * as moves from '../moves.repository.ts';
import { settlePromise } from '../promises/ledger.repository.ts';
import { insertEvents } from '../timeline.repository.ts';
import * as repository from './call-ins.repository.ts';
import { lockMatter, type Matter } from './matters.repository.ts';

export interface CallInsDeps {
  readonly database: Pick<Database, 'db' | 'transaction'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly openings: Pick<OpeningsService, 'caseOf'>;
  readonly offices: Pick<OfficesService, 'lineById' | 'calendarOf'>;
  readonly staff: Pick<StaffService, 'rotaOf' | 'presentAt' | 'languagesOf' | 'phoneOf'>;
}

export type CallInExit =
  /** An officer can be rung. */
  | 'now'
  | 'early'
  | 'over'
  /** It is time, and no officer can be rung. */
  | 'nobody'
  /** The case has no appointment. */
  | 'none'
  | 'not_open';

/** The officer whose telephone a caller is put through to: what a `transfer` step needs. */
export interface OfficerToConnect {
  /** E.164, as is `from`. */
  readonly number: string;
  readonly from: string;
  /** Id of the attempt, by which the officer is told what it is about. */
  readonly briefing: string;
}

const sweepPage = 100;
const dayMs = 24 * 60 * 60_000;

/** Appointments of callers whom nobody can ring: within the window, number and PIN put them through to an officer. */
export function createCallInsService(deps: CallInsDeps) {
  const { database, clock, ids, openings, offices, staff } = deps;

  /** Who holds the appointment, if they are there; else whoever is, speaks the caller's language and is not engaged. */
  const findOfficer = async (tx: Tx, matter: Matter): Promise<string | null> => {
    const { isKept } = await staff.rotaOf(tx, matter.office_id);
    // Where nobody's hours are known the office's own count, as when the promise was made.
    const present = isKept
      ? await staff.presentAt(tx, matter.office_id, clock.now())
      : await repository.listOfficers(tx, matter.office_id);
    const engaged = await repository.listEngaged(tx, present);
    const ordered = [
      ...(matter.claimed_by === null ? [] : [matter.claimed_by]),
      ...present.filter((id) => id !== matter.claimed_by),
    ];
    for (const id of ordered) {
      if (engaged.includes(id) || (await staff.phoneOf(tx, id)) === null) continue;
      if (id === matter.claimed_by || (await speaks(tx, id, matter))) return id;
    }
    return null;
  };

  /** Where nothing is known of what somebody speaks they may speak it, as when the promise was made. */
  const speaks = async (tx: Tx, staffId: string, matter: Matter): Promise<boolean> => {
    if (matter.interpreter !== null) return true;
    const languages = await staff.languagesOf(tx, staffId);
    return languages.length === 0 || languages.includes(matter.language);
  };

  /** Ends the attempt of a call, and what follows from that. Nothing happens when it has ended. */
  const end = async (tx: Tx, callIn: repository.CallIn, talked: boolean): Promise<void> => {
    const now = clock.now();
    const outcome = talked ? 'reached' : 'officer_absent';
    if (!(await repository.endCallIn(tx, { attemptId: callIn.id, outcome, now }))) return;
    const { callback_id: callbackId, staff_id: staffId } = callIn;
    const data = { attemptId: callIn.id, way: 'call_in' };
    await insertEvents(tx, [{ callbackId, at: now, kind: outcome, staffId, data }]);
    if (!talked) {
      await moves.escalate(tx, { callbackId, version: null }, { level: 'supervisor', now });
      return;
    }
    await repository.closeAppointment(tx, { callbackId, reason: 'reached', now });
    await settlePromise(tx, { callbackId, now: callIn.started_at, by: 'rung' });
  };

  return {
    /** Finds an officer for the appointment of the case that this call has opened: a row before anything rings. */
    async begin(tx: Tx, call: Pick<CapabilityCall, 'callId'>): Promise<CallInExit> {
      const { callId } = call;
      const caseId = await openings.caseOf(tx, callId);
      if (caseId === null) return 'not_open';
      const matter = await lockMatter(tx, caseId);
      if (matter?.way !== 'call_in') return 'none';
      const now = clock.now();
      if (now < matter.window_starts_at) return 'early';
      if (now >= matter.window_ends_at) return 'over';
      const staffId = await findOfficer(tx, matter);
      if (staffId === null) return 'nobody';
      await repository.insertCallIn(tx, {
        id: ids.uuid(),
        callbackId: matter.id,
        callId,
        number: (await countAttempts(tx, matter.id)) + 1,
        epoch: matter.epoch,
        staffId,
        requestKey: ids.uuid(),
        now,
      });
      return 'now';
    },

    /** The officer whom the call's last attempt is for; null where there is none. */
    async officerFor(tx: Tx, callId: string): Promise<OfficerToConnect | null> {
      const callIn = await repository.readOpenCallIn(tx, callId);
      if (callIn === undefined) return null;
      const number = await staff.phoneOf(tx, callIn.staff_id);
      const line = await offices.lineById(tx, callIn.line_id);
      if (number === null || line === null) return null;
      return { number, from: line.phoneNumber, briefing: callIn.id };
    },

    /** The number of the case that an officer is asked to talk about; null where the attempt has ended. */
    briefing: async (attemptId: string): Promise<string | null> =>
      (await repository.readCallIn(database.db, attemptId))?.case_number ?? null,

    /** The officer takes the call. */
    accept: (attemptId: string): Promise<void> => repository.noteJoined(database.db, attemptId, clock.now()),

    /** The two have talked, or the officer did not come to the telephone. */
    settle: (callId: string, talked: boolean): Promise<void> =>
      database.transaction(async (tx) => {
        const callIn = await repository.readOpenCallIn(tx, callId);
        if (callIn !== undefined) await end(tx, callIn, talked);
      }),

    /** Settles attempts whose end nobody told us: the officer had taken the call, or not. */
    async settleLost(): Promise<void> {
      for (const { call_id: callId } of await repository.listLostCallIns(database.db, sweepPage))
        await database.transaction(async (tx) => {
          const callIn = await repository.readOpenCallIn(tx, callId);
          if (callIn !== undefined) await end(tx, callIn, callIn.joined_at !== null);
        });
    },

    /**
     * Closes appointments that the caller did not keep, one business day of the office after their window. Number and
     * PIN still lead to a person, or to another appointment.
     */
    async closePassed(): Promise<void> {
      const now = clock.now();
      const before = new Date(now.getTime() - dayMs);
      for (const passed of await repository.listPassedAppointments(database.db, before, sweepPage)) {
        const calendar = await offices.calendarOf(database.db, passed.office_id);
        const grace = nextBusinessDay(calendar, localDateOf(passed.window_ends_at, calendar.timeZone));
        if (grace !== null && now < endOf(grace, calendar.timeZone)) continue;
        await database.transaction(async (tx) => {
          const { id: callbackId, was_tried: wasTried } = passed;
          if (!(await repository.closeAppointment(tx, { callbackId, reason: 'unreached', now }))) return;
          // Ours, where the caller did call: missed. Theirs, where they did not: nothing that we promised was broken.
          await settlePromise(
            tx,
            wasTried
              ? { callbackId, now, by: 'missed' }
              : { callbackId, now: passed.window_ends_at, by: 'withdrawn' },
          );
          await insertEvents(tx, [{ callbackId, at: now, kind: 'unreached', staffId: null }]);
        });
      }
    },
  };
}

export type CallInsService = ReturnType<typeof createCallInsService>;

const endOf = (date: string, timeZone: string): Date => instantOf(date, 24 * 60, timeZone, 'earlier');
