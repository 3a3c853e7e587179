import type { Clock } from '../../../kernel/ports.ts';
import type { CallerZone, WindowName } from '../../../kernel/windows.ts';
import type { Queryable, Tx } from '../../../platform/db/database.ts';
import type { OfficesService } from '../../offices/index.ts';
import type { StaffService } from '../../staff/index.ts';
import { lockOfficePromises } from '../callbacks.repository.ts';
import { chooseOffice, isStaffed, type OfficeAtWork, type Staffing } from './capacity.model.ts';
import { computePromise, type KeepableWindow, type PromiseRequest } from './promise.model.ts';
import { readTaken } from './promises.repository.ts';

export interface WindowsDeps {
  readonly clock: Clock;
  readonly offices: Pick<OfficesService, 'calendarOf' | 'coversOf'>;
  readonly staff: Pick<StaffService, 'rotaOf'>;
  /** Of `callbacks.policy.yaml`. */
  readonly policy: { readonly handlingMinutes: number };
}

/** A window that somebody would like an office to keep. */
export interface AskedWindow {
  readonly officeId: string;
  readonly windowName: WindowName;
  readonly zone: CallerZone;
  /** The window begins no earlier than this; now where it is not given. */
  readonly notBefore?: Date;
  /** What the officer must speak, as a BCP 47 tag; anybody will do where it is null or not given. */
  readonly language?: string | null;
  /** Id of a callback that gets this window in place of its own. */
  readonly except?: string | null;
}

/** What an office has to promise with, at this moment. */
export type OfficeQueue = Omit<PromiseRequest, 'windowName' | 'zone' | 'notBefore' | 'language'>;

type StaffedOffice = Staffing & { readonly office: OfficeAtWork };

/** Who keeps a promise, and when. */
export interface Keeper {
  readonly officeId: string;
  readonly window: KeepableWindow;
  /** Nobody there speaks the caller's language. */
  readonly needsInterpreter: boolean;
}

/** A day so many days after today is looked at first, and so many where none of those has room. */
const horizonDays = 15;
const farthestDays = 60;

/** Windows that offices can keep, by their officers' hours and what they have promised already. */
export function createWindowsService({ clock, offices, staff, policy }: WindowsDeps) {
  const atWork = async (on: Queryable, officeId: string): Promise<OfficeAtWork> => ({
    calendar: await offices.calendarOf(on, officeId),
    rota: await staff.rotaOf(on, officeId),
  });

  /** One promise of an office is computed at a time, until the transaction ends. */
  const queueOf = async (
    tx: Tx,
    officeId: string,
    { except = null, office }: { readonly except?: string | null; readonly office?: OfficeAtWork } = {},
  ): Promise<OfficeQueue> => {
    await lockOfficePromises(tx, officeId);
    const now = clock.now();
    return {
      now,
      ...(office ?? (await atWork(tx, officeId))),
      taken: await readTaken(tx, { officeId, now, except }),
      handlingMinutes: policy.handlingMinutes,
      horizonDays,
      farthestDays,
    };
  };

  /**
   * The first window that an office can keep; what the caller hears is its `windowName`, which may be another than
   * they asked for. Null where the office has no officers' time at all.
   */
  const windowFor = async (
    tx: Tx,
    { officeId, except = null, ...wish }: AskedWindow,
  ): Promise<KeepableWindow | null> =>
    computePromise({ ...(await queueOf(tx, officeId, { except })), ...wish });

  const staffingOf = async (tx: Tx, officeId: string, language: string | null): Promise<StaffedOffice> => {
    const office = await atWork(tx, officeId);
    const now = clock.now();
    const ahead = { startsAt: now, endsAt: new Date(now.getTime() + horizonDays * dayMs) };
    return {
      officeId,
      office,
      isStaffed: isStaffed(office, ahead),
      isSpoken: isStaffed(office, ahead, language),
    };
  };

  /**
   * Who keeps a promise: the office itself, or who covers it where nobody of it will be at work within the horizon or
   * speaks the caller's language; and the national desk where those have promised all their time. Null where not even
   * the desk has officers.
   */
  const keeperOf = async (tx: Tx, asked: AskedWindow): Promise<Keeper | null> => {
    const { language = null } = asked;
    const own = await staffingOf(tx, asked.officeId, language);
    const covers = own.isSpoken ? [] : await offices.coversOf(tx, asked.officeId);
    const others: StaffedOffice[] = [];
    for (const officeId of covers) others.push(await staffingOf(tx, officeId, language));
    const first = chooseOffice([own, ...others]);
    const kept = first && (await keptBy(tx, first, asked));
    if (kept) return kept;
    const desk = (await offices.coversOf(tx, asked.officeId)).at(-1);
    return desk === undefined || desk === first?.officeId
      ? null
      : keptBy(tx, await staffingOf(tx, desk, language), asked);
  };

  const keptBy = async (
    tx: Tx,
    { officeId, office, isSpoken }: StaffedOffice,
    asked: AskedWindow,
  ): Promise<Keeper | null> => {
    const { except = null, language = null } = asked;
    const queue = await queueOf(tx, officeId, { office, except });
    const window = computePromise({ ...queue, ...asked, language: isSpoken ? language : null });
    return window && { officeId, window, needsInterpreter: !isSpoken };
  };

  return { atWork, queueOf, windowFor, keeperOf };
}

export type WindowsService = ReturnType<typeof createWindowsService>;

const dayMs = 24 * 60 * 60_000;
