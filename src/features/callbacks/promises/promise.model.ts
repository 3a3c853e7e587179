/**
 * The window of a callback promise: one that the office can keep, known before the sentence is spoken (law 2).
 */
import { openSpans, type OfficeCalendar, type OpenSpan } from '../../../kernel/business-time.ts';
import { intersect, minutesOf, overlaps, type Interval } from '../../../kernel/interval.ts';
import { addDays, localDateOf, type LocalDate } from '../../../kernel/local-date.ts';
import { callerWindow, callerZones, type CallerZone, type WindowName } from '../../../kernel/windows.ts';

/** How many open callbacks are promised for one window already. */
export interface TakenWindow extends Interval {
  readonly count: number;
}

export interface PromiseRequest {
  readonly now: Date;
  /** The window begins no earlier than this; `now` where it is not given. */
  readonly notBefore?: Date;
  /** What the caller asked for. */
  readonly windowName: WindowName;
  readonly zone: CallerZone;
  readonly calendar: OfficeCalendar;
  /** Every open promise of the office that ends after `now`. */
  readonly taken: readonly TakenWindow[];
  /** Minutes of an officer that one callback takes. */
  readonly handlingMinutes: number;
  /** How many days after today, on the caller's calendar, are looked at. */
  readonly horizonDays: number;
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
 * What is tried, in order, when no day within the horizon has room in the window asked for: its neighbours, the
 * later first, then the window beyond them, then any hour at all.
 */
const attempts: Readonly<Record<WindowName, readonly WindowName[]>> = {
  any: ['any'],
  morning: ['morning', 'afternoon', 'evening', 'any'],
  afternoon: ['afternoon', 'evening', 'morning', 'any'],
  evening: ['evening', 'afternoon', 'morning', 'any'],
};

/**
 * The first span, from now on, that lies in the caller's window and in the office's hours, has at least 30
 * minutes left, and has an officer's time left in it. Null when there is none within the horizon.
 *
 * @example
 * // Monday 2 March 2026, 10:00 in New York; the office is open 8:30–17:00 there; the caller is in California:
 * computePromise({ now, windowName: 'evening', zone: 'pacific', … })
 * // { windowName: 'afternoon', asked: 'evening', localDate: '2026-03-02', startsAt: 12:00, endsAt: 14:00 Pacific }
 */
export function computePromise(request: PromiseRequest): KeepableWindow | null {
  const asked = request.windowName;
  const spansOf = openSpansByDate(request.calendar);
  for (const windowName of attempts[asked]) {
    const found = firstKeepable(request, windowName, spansOf);
    if (found) return { ...found, windowName, asked };
  }
  return null;
}

/** The office's spans by date of its zone: each date is reckoned once, however many windows are tried. */
function openSpansByDate(calendar: OfficeCalendar): (date: LocalDate) => OpenSpan[] {
  const known = new Map<LocalDate, OpenSpan[]>();
  return (date) => {
    const spans = known.get(date) ?? openSpans(calendar, date);
    known.set(date, spans);
    return spans;
  };
}

function firstKeepable(
  request: PromiseRequest,
  windowName: WindowName,
  spansOf: (date: LocalDate) => OpenSpan[],
): Omit<KeepableWindow, 'windowName' | 'asked'> | null {
  const { now, notBefore = now, zone, calendar, horizonDays } = request;
  const from = notBefore > now ? notBefore : now;
  const today = localDateOf(from, callerZones[zone][0]);
  for (let day = 0; day <= horizonDays; day += 1) {
    const localDate = addDays(today, day);
    const window = callerWindow(windowName, zone, localDate);
    // Zones whose clocks share none of these hours on one day share none on any.
    if (!window) return null;
    const left = intersect(window, { startsAt: from, endsAt: window.endsAt });
    if (!left) continue;
    const dates = new Set([left.startsAt, left.endsAt].map((at) => localDateOf(at, calendar.timeZone)));
    const span = spansWithin(left, [...dates].flatMap(spansOf)).find((candidate) =>
      hasRoom(candidate, request),
    );
    if (span) return { startsAt: span.startsAt, endsAt: span.endsAt, localDate };
  }
  return null;
}

function spansWithin(window: Interval, spans: readonly OpenSpan[]): OpenSpan[] {
  return spans.flatMap((span) => {
    const common = intersect(span, window);
    return common ? [{ ...common, officers: span.officers }] : [];
  });
}

/**
 * Whether one more promise can be kept in a span. Every promise that overlaps it counts in full, though some of
 * them may be kept outside: rather a later date than one that is not kept.
 */
function hasRoom(span: OpenSpan, { taken, handlingMinutes }: PromiseRequest): boolean {
  const minutes = minutesOf(span);
  if (minutes < shortestMinutes) return false;
  const capacity = span.officers * Math.floor(minutes / handlingMinutes);
  const promised = taken.filter((other) => overlaps(other, span)).reduce((sum, { count }) => sum + count, 0);
  return promised < capacity;
}
