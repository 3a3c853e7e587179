/**
 * Federal holidays of the United States, by rule.
 *
 * The rules are those of `data/us-federal-holidays.json`: 5 U.S.C. 6103 and the observance practice of the
 * Office of Personnel Management (a holiday on a Saturday is observed the Friday before, one on a Sunday the
 * Monday after: 5 U.S.C. 6103(b), Executive Order 11582). Days given off by a single order, and the holidays of
 * states, are not rules: offices enter them as closures.
 */
import { addDays, weekdayOf, type LocalDate } from './local-date.ts';

type HolidayRule =
  | { readonly type: 'fixed'; readonly month: number; readonly day: number }
  /** The n-th such weekday of the month; 1 = Monday … 7 = Sunday. */
  | { readonly type: 'nth'; readonly month: number; readonly weekday: number; readonly n: number }
  | { readonly type: 'last'; readonly month: number; readonly weekday: number };

interface HolidayDefinition {
  readonly id: string;
  readonly rule: HolidayRule;
  /** First year in which it was observed. */
  readonly since?: number;
}

export interface Holiday {
  readonly id: string;
  readonly date: LocalDate;
  /** The working day that is given off; it can fall into the year before (31 December). */
  readonly observed: LocalDate;
}

/**
 * Inauguration Day is left out on purpose: its scope is `dc-area`, federal employees in and around Washington.
 * An office there enters it as a closure every fourth year.
 */
const definitions: readonly HolidayDefinition[] = [
  { id: 'new-years-day', rule: { type: 'fixed', month: 1, day: 1 } },
  { id: 'mlk', rule: { type: 'nth', month: 1, weekday: 1, n: 3 }, since: 1986 },
  { id: 'washington', rule: { type: 'nth', month: 2, weekday: 1, n: 3 } },
  { id: 'memorial', rule: { type: 'last', month: 5, weekday: 1 } },
  { id: 'juneteenth', rule: { type: 'fixed', month: 6, day: 19 }, since: 2021 },
  { id: 'independence', rule: { type: 'fixed', month: 7, day: 4 } },
  { id: 'labor', rule: { type: 'nth', month: 9, weekday: 1, n: 1 } },
  { id: 'columbus', rule: { type: 'nth', month: 10, weekday: 1, n: 2 } },
  { id: 'veterans', rule: { type: 'fixed', month: 11, day: 11 } },
  { id: 'thanksgiving', rule: { type: 'nth', month: 11, weekday: 4, n: 4 } },
  { id: 'christmas', rule: { type: 'fixed', month: 12, day: 25 } },
];

/**
 * The nationwide federal holidays of a year, in its order.
 *
 * @example federalHolidays(2022)[0] // { id: 'new-years-day', date: '2022-01-01', observed: '2021-12-31' }
 */
export function federalHolidays(year: number): Holiday[] {
  return definitions
    .filter(({ since }) => since === undefined || year >= since)
    .map(({ id, rule }) => {
      const date = dateByRule(rule, year);
      return { id, date, observed: observedDate(date) };
    });
}

/** Whether federal offices are closed nationwide on this date. */
export function isFederalHoliday(date: LocalDate): boolean {
  const year = Number(date.slice(0, 4));
  return observedIn(year).has(date) || observedIn(year + 1).has(date);
}

/** Every promise asks for weeks of dates: the rules are worked out once a year. */
const observedByYear = new Map<number, ReadonlySet<LocalDate>>();

function observedIn(year: number): ReadonlySet<LocalDate> {
  const known = observedByYear.get(year);
  if (known) return known;
  const dates = new Set(federalHolidays(year).map(({ observed }) => observed));
  observedByYear.set(year, dates);
  return dates;
}

function dateByRule(rule: HolidayRule, year: number): LocalDate {
  if (rule.type === 'fixed') return isoDate(year, rule.month, rule.day);
  if (rule.type === 'nth') return firstWeekday(isoDate(year, rule.month, 1 + 7 * (rule.n - 1)), rule.weekday);
  const nextMonth = addDays(isoDate(year, rule.month, 28), 4);
  return firstWeekday(addDays(`${nextMonth.slice(0, 8)}01`, -7), rule.weekday);
}

/** The first such weekday on or after a date. */
function firstWeekday(from: LocalDate, weekday: number): LocalDate {
  return addDays(from, (weekday - weekdayOf(from) + 7) % 7);
}

function observedDate(date: LocalDate): LocalDate {
  const weekday = weekdayOf(date);
  if (weekday === 6) return addDays(date, -1);
  return weekday === 7 ? addDays(date, 1) : date;
}

function isoDate(year: number, month: number, day: number): LocalDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
