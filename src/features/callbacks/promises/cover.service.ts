import type { Clock } from '../../../kernel/ports.ts';
import { isCallerZone } from '../../../kernel/windows.ts';
import type { Database, Db } from '../../../platform/db/database.ts';
import { insertOutbox } from '../../../platform/outbox/outbox.repository.ts';
import type { CasesService } from '../../cases/index.ts';
import type { OfficesService } from '../../offices/index.ts';
import * as moves from '../moves.repository.ts';
import { insertEvents } from '../timeline.repository.ts';
import type { OfficeAtWork } from './capacity.model.ts';
import { coverHorizon, planCover } from './cover.model.ts';
import * as repository from './cover.repository.ts';
import type { Telling } from './telling.service.ts';
import type { WindowsService } from './windows.service.ts';
import { interpretedAs } from './wish.model.ts';

export interface CoverDeps {
  readonly db: Db;
  readonly database: Pick<Database, 'transaction'>;
  readonly clock: Clock;
  readonly cases: Pick<CasesService, 'place'>;
  readonly offices: Pick<OfficesService, 'coversOf'>;
  readonly windows: Pick<WindowsService, 'atWork' | 'keeperOf'>;
  readonly telling: Telling;
}

/** What came of the windows in which nobody of the office is there: numbers of callbacks. */
export interface Covered {
  readonly handedOver: number;
  readonly promisedAnew: number;
  readonly escalated: number;
}

/** Longer than any three business days. */
const lookAheadMs = 14 * 24 * 60 * 60_000;
const page = 100;

/** Keeps promises whose officers are away: their absence, or the end of their hours, moves what was promised. */
export function createCoverService(deps: CoverDeps) {
  const { db, database, clock, cases, offices, windows, telling } = deps;

  const handOver = async (
    window: repository.PromisedWindow,
    to: { readonly officeId: string; readonly interpreter: string | null; readonly now: Date },
  ): Promise<number> => {
    for (let count = 0; ;) {
      const moved = await database.transaction(async (tx) => {
        const rows = await repository.handOver(tx, window, { ...to, limit: page });
        const data = { from: window.officeId, to: to.officeId };
        await insertEvents(
          tx,
          rows.map(({ id }) => ({ callbackId: id, at: to.now, kind: 'covered', staffId: null, data })),
        );
        for (const row of rows) await cases.place(tx, row.case_id, to.officeId);
        return rows.length;
      });
      count += moved;
      if (moved < page) return count;
    }
  };

  /**
   * Finds another window for a callback, never before the one that was told, and only one of the same name: the
   * caller called no other safe (law 9). Whoever has an appointment to ring us is not there to be told another.
   */
  const promiseAnew = (
    found: repository.Uncovered,
    now: Date,
  ): Promise<'promised_anew' | 'escalated' | null> =>
    database.transaction(async (tx) => {
      const { id, office_id: from, case_id: caseId, window_name: windowName, time_zone: timeZone } = found;
      if (!(await repository.lockUncovered(tx, found))) return null;
      const wish = {
        officeId: from,
        windowName,
        zone: isCallerZone(timeZone) ? timeZone : 'unknown',
        language: found.interpreter === null ? found.language : null,
        notBefore: found.window_starts_at,
        except: id,
      } as const;
      const keeper = found.way === 'ring' ? await windows.keeperOf(tx, wish) : null;
      const happened = { callbackId: id, at: now, staffId: null } as const;
      if (keeper?.window.windowName !== windowName) {
        await moves.escalate(tx, { callbackId: id, version: null }, { level: 'supervisor', now });
        const data = { to: 'supervisor', reason: 'no_officers' };
        await insertEvents(tx, [{ ...happened, kind: 'escalated', data }]);
        return 'escalated';
      }

      const { officeId, window } = keeper;
      const { startsAt, endsAt } = window;
      const interpreter = keeper.needsInterpreter ? interpretedAs(found.language) : null;
      await repository.promiseAnew(tx, id, { officeId, interpreter, startsAt, endsAt });
      const promise = { callbackId: id, caseId, officeId, windowName, timeZone, startsAt, endsAt };
      await telling.tellAnew(tx, { ...promise, toldBy: 'office' });
      const covered = { ...happened, kind: 'covered', data: { from, to: officeId } };
      await insertEvents(tx, [
        { ...happened, kind: 're_promised', data: { officeId, windowName } },
        ...(officeId === from ? [] : [covered]),
      ]);
      if (officeId !== from) await cases.place(tx, caseId, officeId);
      await insertOutbox(tx, [{ topic: 'callbacks.promised', key: id, payload: { callbackId: id } }], now);
      return 'promised_anew';
    });

  return {
    /** Sees to the windows of the next three business days. What has moved stays moved: an absence that ends does not bring it back. */
    async seeTo(): Promise<Covered> {
      const now = clock.now();
      const known = new Map<string, OfficeAtWork>();
      const atWork = async (officeId: string): Promise<OfficeAtWork & { readonly officeId: string }> => {
        const office = known.get(officeId) ?? (await windows.atWork(db, officeId));
        known.set(officeId, office);
        return { ...office, officeId };
      };

      let [handedOver, promisedAnew, escalated] = [0, 0, 0];
      const until = new Date(now.getTime() + lookAheadMs);
      for (const window of await repository.listWindows(db, { now, until })) {
        const office = await atWork(window.officeId);
        if (window.startsAt >= coverHorizon(office.calendar, now)) continue;
        if (planCover(window, office, []).kind === 'stays') continue;
        const covers = [];
        for (const id of await offices.coversOf(db, window.officeId)) covers.push(await atWork(id));
        const plan = planCover(window, office, covers);
        if (plan.kind === 'handed_over') {
          const { officeId, needsInterpreter } = plan;
          const interpreter =
            needsInterpreter && window.language !== null ? interpretedAs(window.language) : null;
          handedOver += await handOver(window, { officeId, interpreter, now });
        }
        if (plan.kind !== 'nobody') continue;
        for (const found of await repository.listUncovered(db, window, { now, limit: page })) {
          const outcome = await promiseAnew(found, now);
          if (outcome === 'promised_anew') promisedAnew += 1;
          if (outcome === 'escalated') escalated += 1;
        }
      }
      return { handedOver, promisedAnew, escalated };
    },
  };
}

export type CoverService = ReturnType<typeof createCoverService>;
