/** Who is at work when: officers' weekly hours less their absences. Pure. */
import { intersect, minutesOf, overlaps, type Interval } from '../../kernel/interval.ts';
import { addDays, instantOf, localDateOf, weekdayOf, type LocalDate } from '../../kernel/local-date.ts';

/** One span of a week, on the wall clock of the office that it is worked for. */
export interface WeeklyHours {
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number;
  /** `09:00` */
  readonly starts: string;
  /** `12:30`, later than `starts`. */
  readonly ends: string;
}

/** Whole days away, the first and the last included. */
export interface Absence {
  readonly staffId: string;
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
}

/** What stands for one office. */
export interface Rota {
  /** IANA name. */
  readonly timeZone: string;
  /** Whether officers' hours have ever been set for the office. Until then nothing is known of them. */
  readonly isKept: boolean;
  readonly hours: readonly (WeeklyHours & { readonly staffId: string })[];
  readonly absences: readonly Absence[];
  readonly languages: readonly { readonly staffId: string; readonly language: string }[];
}

/** A span in which one officer is at work. */
export interface Presence extends Interval {
  readonly staffId: string;
}

export const absenceReasons = ['leave', 'sick', 'training', 'duty_elsewhere', 'other'] as const;
export type AbsenceReason = (typeof absenceReasons)[number];

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const spanPattern = /^([a-z]{3}) ([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * Reads a week as people write it; the empty text is no hours at all. Null where it cannot be read, or where spans
 * of a day overlap: one officer is not two.
 *
 * @example readWeek('mon 09:00-12:30, mon 13:00-17:00') // two spans of weekday 1
 */
export function readWeek(text: string): WeeklyHours[] | null {
  const week: WeeklyHours[] = [];
  for (const part of text.split(',').map((piece) => piece.trim().toLowerCase())) {
    if (part === '' && text.trim() === '') continue;
    const [, day = '', fromHour = '', fromMinute = '', toHour = '', toMinute = ''] =
      spanPattern.exec(part) ?? [];
    const weekday = dayNames.indexOf(day) + 1;
    const hours = { weekday, starts: `${fromHour}:${fromMinute}`, ends: `${toHour}:${toMinute}` };
    if (weekday === 0 || hours.starts >= hours.ends) return null;
    if (week.some((other) => overlapping(other, hours))) return null;
    week.push(hours);
  }
  return week;
}

const overlapping = (a: WeeklyHours, b: WeeklyHours): boolean =>
  a.weekday === b.weekday && a.starts < b.ends && b.starts < a.ends;

/** A week in summer and one in winter, each from its Monday: zones differ by how they change their clocks. */
const sampleWeeks: readonly LocalDate[] = ['2026-01-05', '2026-07-06'];

interface Week {
  /** IANA name. */
  readonly timeZone: string;
  readonly week: readonly WeeklyHours[];
}

/** Whether anybody who works both weeks would have to be at two places at once, in summer or in winter. */
export function weeksOverlap(a: Week, b: Week): boolean {
  return sampleWeeks.some((monday) => {
    const others = spansOfWeek(b, monday);
    return spansOfWeek(a, monday).some((span) => others.some((other) => overlaps(span, other)));
  });
}

/** Sunday night of one zone is Monday of another: the week before and after stand beside it. */
const spansOfWeek = ({ timeZone, week }: Week, monday: LocalDate): Interval[] =>
  week.flatMap((hours) =>
    [-7, 0, 7].flatMap((days) => {
      const span = spanOf(hours, addDays(monday, days + hours.weekday - 1), timeZone);
      return span ? [span] : [];
    }),
  );

/** The hours on a date, as instants; null where a change of the clock leaves nothing of them. */
function spanOf({ starts, ends }: WeeklyHours, date: LocalDate, timeZone: string): Interval | null {
  const startsAt = instantOf(date, minutesAfterMidnight(starts), timeZone, 'later');
  const endsAt = instantOf(date, minutesAfterMidnight(ends), timeZone, 'earlier');
  return startsAt < endsAt ? { startsAt, endsAt } : null;
}

/** Who is at work within a span, and from when to when of it. Hours in a gap of the clock do not count. */
export function presences(rota: Rota, span: Interval): Presence[] {
  const last = localDateOf(span.endsAt, rota.timeZone);
  const found: Presence[] = [];
  for (let date = localDateOf(span.startsAt, rota.timeZone); date <= last; date = addDays(date, 1)) {
    const weekday = weekdayOf(date);
    for (const hours of rota.hours) {
      if (hours.weekday !== weekday || isAway(rota, hours.staffId, date)) continue;
      const worked = spanOf(hours, date, rota.timeZone);
      const common = worked && intersect(span, worked);
      if (common) found.push({ ...common, staffId: hours.staffId });
    }
  }
  return found;
}

/** Minutes of all officers together within a span. */
export const officerMinutes = (rota: Rota, span: Interval): number =>
  presences(rota, span).reduce((sum, presence) => sum + minutesOf(presence), 0);

/** Ids of who is at work at an instant. */
export function presentAt(rota: Rota, at: Date): string[] {
  const instant = { startsAt: at, endsAt: new Date(at.getTime() + 1) };
  return [...new Set(presences(rota, instant).map(({ staffId }) => staffId))];
}

const isAway = (rota: Rota, staffId: string, date: LocalDate): boolean =>
  rota.absences.some(
    (absence) => absence.staffId === staffId && absence.firstDay <= date && date <= absence.lastDay,
  );

function minutesAfterMidnight(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}
