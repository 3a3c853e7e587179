/** When an office is open, and with how many officers. Pure: the calendar is data, instants come from outside. */
import { isFederalHoliday } from './holidays.ts';
import type { Interval } from './interval.ts';
import { addDays, instantOf, localDateOf, weekdayOf, type LocalDate } from './local-date.ts';

/** One span of an office's week, on the wall clock of its zone. A weekday may have several. */
export interface OfficeHours {
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number;
  /** `08:30`, from which the office is open. Seconds are allowed and ignored. */
  readonly opens: string;
  /** `17:00`, at which it no longer is; `24:00` is the midnight that ends the day. Later than `opens`. */
  readonly closes: string;
  /** How many officers work callbacks in this span. */
  readonly officers: number;
}

export interface OfficeCalendar {
  /** IANA name, such as `America/Chicago`. */
  readonly timeZone: string;
  readonly hours: readonly OfficeHours[];
  /** Dates, in the office's zone, on which it is closed beyond the federal holidays. */
  readonly closures: readonly LocalDate[];
  readonly observesFederalHolidays: boolean;
}

/** A span in which an office is open, as instants. */
export interface OpenSpan extends Interval {
  readonly officers: number;
}

/** How far `nextBusinessDay` looks: beyond a year without an open day, an office has none. */
const searchDays = 366;

/** Whether the office opens at all on this date of its zone. */
export function isBusinessDay(calendar: OfficeCalendar, date: LocalDate): boolean {
  return (
    calendar.hours.some(({ weekday }) => weekday === weekdayOf(date)) &&
    !calendar.closures.includes(date) &&
    !(calendar.observesFederalHolidays && isFederalHoliday(date))
  );
}

/**
 * The office's open spans on a date of its zone, in order; none on a closed day.
 *
 * Where a change of the clock meets them, spans are narrowed so that none holds an instant at which the wall
 * clock is outside the office's hours; one that is narrowed to nothing is left out.
 */
export function openSpans(calendar: OfficeCalendar, date: LocalDate): OpenSpan[] {
  if (!isBusinessDay(calendar, date)) return [];
  return calendar.hours
    .filter(({ weekday }) => weekday === weekdayOf(date))
    .map(({ opens, closes, officers }) => ({
      startsAt: instantOf(date, minutesAfterMidnight(opens), calendar.timeZone, 'later'),
      endsAt: instantOf(date, minutesAfterMidnight(closes), calendar.timeZone, 'earlier'),
      officers,
    }))
    .filter(({ startsAt, endsAt }) => startsAt < endsAt)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** Whether the office is open at an instant. */
export function isOpen(calendar: OfficeCalendar, at: Date): boolean {
  const today = localDateOf(at, calendar.timeZone);
  return openSpans(calendar, today).some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
}

/** The first business day after a date of the office's zone; null when there is none within a year. */
export function nextBusinessDay(calendar: OfficeCalendar, date: LocalDate): LocalDate | null {
  for (let days = 1; days <= searchDays; days += 1) {
    const candidate = addDays(date, days);
    if (isBusinessDay(calendar, candidate)) return candidate;
  }
  return null;
}

function minutesAfterMidnight(clock: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
