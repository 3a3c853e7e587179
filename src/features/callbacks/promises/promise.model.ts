/**
 * The window of a callback promise: one that the office can keep, known before the sentence is spoken (law 2).
 */
import { intersect, minutesOf, overlaps, type Interval } from '../../../kernel/interval.ts';
import { addDays, localDateOf, type LocalDate } from '../../../kernel/local-date.ts';
import { callerWindow, callerZones, type CallerZone, type WindowName } from '../../../kernel/windows.ts';
import {
  backlogAhead,
  capacityOf,
  createRoster,
  isSameLanguage,
  runsOf,
  shiftsWithin,
  speakersOf,
  type OfficeAtWork,
  type Roster,
  type TakenWindow,
} from './capacity.model.ts';

export type { TakenWindow } from './capacity.model.ts';

export interface PromiseRequest extends OfficeAtWork {
  readonly now: Date;
  /** The window begins no earlier than this; `now` where it is not given. */
  readonly notBefore?: Date;
  /** What the caller asked for. */
  readonly windowName: WindowName;
  readonly zone: CallerZone;
  /** What the officer must speak, as a BCP 47 tag; anybody will do where it is null or not given. */
  readonly language?: string | null;
  /** Every open promise of the office, those that are overdue too. */
  readonly taken: readonly TakenWindow[];
  /** Minutes of an officer that one callback takes. */
  readonly handlingMinutes: number;
  /** How many days after the first, on the caller's calendar, are looked at. */
  readonly horizonDays: number;
  /** How many are looked at where none of those has room: rather late than not at all. */
  readonly farthestDays?: number;
}

/** A window to promise. Tell the caller `windowName`, which may be another than they `asked` for. */
export interface KeepableWindow extends Interval {
  /** The one date that the window has on the caller's calendar. */
  readonly localDate: LocalDate;
  readonly windowName: WindowName;
  readonly asked: WindowName;
}

/** A window shorter than this is not one to wait by the phone for. */
const shortestMinutes = 30;

/**
 * What is tried, in order, when no day has room in the window asked for: its neighbours, the
 * later first, then the window beyond them, then any hour at all.
 */
const attempts: Readonly<Record<WindowName, readonly WindowName[]>> = {
  any: ['any'],
  morning: ['morning', 'afternoon', 'evening', 'any'],
  afternoon: ['afternoon', 'evening', 'morning', 'any'],
  evening: ['evening', 'afternoon', 'morning', 'any'],
};

/**
 * The first stretch, from `notBefore` on, that lies in the caller's window, in which officers are at work, which has
 * at least 30 minutes left and an officer's time left in it. Null when there is none.
 *
 * @example
 * // Monday 2 March 2026, 10:00 in New York; the office is open 8:30–17:00 there; the caller is in California:
 * computePromise({ now, windowName: 'evening', zone: 'pacific', … })
 * // { windowName: 'afternoon', asked: 'evening', localDate: '2026-03-02', startsAt: 12:00, endsAt: 14:00 Pacific }
 */
export function computePromise(request: PromiseRequest): KeepableWindow | null {
  const { windowName: asked, horizonDays, farthestDays = horizonDays } = request;
  const queues = queuesOf(request);
  for (const [firstDay, lastDay] of [
    [0, horizonDays],
    [horizonDays + 1, farthestDays],
  ] as const) {
    for (const windowName of attempts[asked]) {
      const found = firstKeepable(request, { windowName, firstDay, lastDay }, queues);
      if (found) return { ...found, windowName, asked };
    }
  }
  return null;
}

/** Officers with the promises that only they can keep. */
interface Queue {
  readonly roster: Roster;
  readonly taken: readonly TakenWindow[];
}

/**
 * The queues that a promise stands in: with all others before all officers, and with those of its language before
 * those who speak it. It can be kept where both have room. Where nobody speaks it, anybody rings with an interpreter.
 */
function queuesOf(request: PromiseRequest): readonly [Queue, ...Queue[]] {
  const { language = null, rota, taken } = request;
  const everybody = queueOf(request, createRoster(request), taken);
  if (language === null || !rota?.isKept || !speakersOf(rota, language)?.size) return [everybody];
  const same = taken.filter((other) => isSameLanguage(other.language ?? '', language));
  return [queueOf(request, createRoster(request, language), same), everybody];
}

function queueOf(request: PromiseRequest, roster: Roster, promised: readonly TakenWindow[]): Queue {
  const { now, notBefore = now, horizonDays, farthestDays = horizonDays, handlingMinutes } = request;
  const ahead = promised.filter(({ endsAt }) => endsAt > now);
  const count = countOf(promised) - countOf(ahead);
  const days = Math.ceil(Math.max(0, minutesOf({ startsAt: now, endsAt: notBefore })) / 1440) + farthestDays;
  return { roster, taken: [...ahead, ...backlogAhead(roster, { count, now, days }, handlingMinutes)] };
}

function firstKeepable(
  request: PromiseRequest,
  { windowName, firstDay, lastDay }: { windowName: WindowName; firstDay: number; lastDay: number },
  queues: readonly [Queue, ...Queue[]],
): Omit<KeepableWindow, 'windowName' | 'asked'> | null {
  const { now, notBefore = now, zone, handlingMinutes } = request;
  const from = notBefore > now ? notBefore : now;
  const today = localDateOf(from, callerZones[zone][0]);
  for (let day = firstDay; day <= lastDay; day += 1) {
    const localDate = addDays(today, day);
    const window = callerWindow(windowName, zone, localDate);
    // Zones whose clocks share none of these hours on one day share none on any.
    if (!window) return null;
    const left = intersect(window, { startsAt: from, endsAt: window.endsAt });
    if (!left) continue;
    const run = runsOf(shiftsWithin(queues[0].roster, left)).find(
      (candidate) =>
        minutesOf(candidate) >= shortestMinutes &&
        queues.every((queue) => hasRoom(queue, candidate, handlingMinutes)),
    );
    if (run) return { ...run, localDate };
  }
  return null;
}

/**
 * Whether one more promise can be kept in a stretch. Every promise that overlaps it counts in full, though some of
 * them may be kept outside: rather a later date than one that is not kept.
 */
function hasRoom({ roster, taken }: Queue, stretch: Interval, handlingMinutes: number): boolean {
  const promised = countOf(taken.filter((other) => overlaps(other, stretch)));
  return promised < capacityOf(shiftsWithin(roster, stretch), handlingMinutes);
}

const countOf = (taken: readonly TakenWindow[]): number => taken.reduce((sum, { count }) => sum + count, 0);
