/** Officers' time for callbacks: who is there when, within the office's hours, and for how many callbacks it is enough. */
import { openSpans, type OfficeCalendar } from '../../../kernel/business-time.ts';
import { intersect, minutesOf, type Interval } from '../../../kernel/interval.ts';
import { addDays, localDateOf, type LocalDate } from '../../../kernel/local-date.ts';
import { presences, type Rota } from '../../staff/index.ts';

/** When an office is open, and who works there. */
export interface OfficeAtWork {
  readonly calendar: OfficeCalendar;
  /** Without it, or until anybody's hours have been set in it, the numbers of the office's hours count. */
  readonly rota?: Rota | null;
}

/** A span of the office's hours in which so many officers work. */
export interface Shift extends Interval {
  readonly officers: number;
}

/** Callbacks that an office has promised for one window. One whose window has ended is overdue. */
export interface TakenWindow extends Interval {
  readonly count: number;
  /** What the callers speak, as a BCP 47 tag; anybody can serve them where it is null or missing. */
  readonly language?: string | null;
}

/** Everybody's shifts, or only the shifts of those who speak a language. */
export interface Roster {
  /** IANA name of the office's zone, whose dates are meant. */
  readonly timeZone: string;
  /** The shifts of a date, by their beginning. */
  on(date: LocalDate): readonly Shift[];
}

/**
 * The shifts of an office. Each date is reckoned once, however often it is asked for.
 *
 * @param language counts only officers who speak it, where it is known of anybody what they speak
 */
export function createRoster(office: OfficeAtWork, language: string | null = null): Roster {
  const known = new Map<LocalDate, readonly Shift[]>();
  return {
    timeZone: office.calendar.timeZone,
    on(date) {
      const shifts = known.get(date) ?? shiftsOn(office, date, language);
      known.set(date, shifts);
      return shifts;
    },
  };
}

/** The shifts of a stretch of time, cut to it. */
export function shiftsWithin(roster: Roster, stretch: Interval): Shift[] {
  const { timeZone } = roster;
  const last = localDateOf(stretch.endsAt, timeZone);
  const found: Shift[] = [];
  for (let date = localDateOf(stretch.startsAt, timeZone); date <= last; date = addDays(date, 1))
    found.push(...cut(roster.on(date), stretch));
  return found;
}

const cut = (shifts: readonly Shift[], stretch: Interval): Shift[] =>
  shifts.flatMap((shift) => {
    const common = intersect(shift, stretch);
    return common ? [{ ...common, officers: shift.officers }] : [];
  });

function shiftsOn({ calendar, rota }: OfficeAtWork, date: LocalDate, language: string | null): Shift[] {
  const spans = openSpans(calendar, date);
  if (!rota?.isKept) return spans.filter(({ officers }) => officers > 0);
  const speakers = language === null ? null : speakersOf(rota, language);
  const present = spans
    .flatMap((span) => presences(rota, span))
    .filter(({ staffId }) => speakers === null || speakers.has(staffId));
  return together(present).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** Officers who come and go at the same times are one shift: there are many officers, and few such times. */
function together(spans: readonly Interval[]): Shift[] {
  const shifts = new Map<string, Shift>();
  for (const { startsAt, endsAt } of spans) {
    const times = `${startsAt.getTime()} ${endsAt.getTime()}`;
    shifts.set(times, { startsAt, endsAt, officers: (shifts.get(times)?.officers ?? 0) + 1 });
  }
  return [...shifts.values()];
}

/** Ids of those who speak a language; null where nothing is known of anybody, and each may speak it. */
export function speakersOf({ languages }: Pick<Rota, 'languages'>, language: string): Set<string> | null {
  if (languages.length === 0) return null;
  const speakers = languages.filter((spoken) => isSameLanguage(spoken.language, language));
  return new Set(speakers.map(({ staffId }) => staffId));
}

/** Whether two tags are of one language: Spanish is Spanish, wherever it is from. */
export const isSameLanguage = (a: string, b: string): boolean => primaryOf(a) === primaryOf(b);

const primaryOf = (tag: string): string => tag.split('-', 1)[0] ?? tag;

/** How many callbacks there is time for. Each officer needs the whole of one without a break in their hours. */
export const capacityOf = (shifts: readonly Shift[], handlingMinutes: number): number =>
  shifts.reduce((sum, shift) => sum + shift.officers * Math.floor(minutesOf(shift) / handlingMinutes), 0);

/** Whether anybody is there at some time of a stretch, and speaks a language if one is asked for. */
export function isStaffed(office: OfficeAtWork, stretch: Interval, language: string | null = null): boolean {
  const roster = createRoster(office, language);
  const last = localDateOf(stretch.endsAt, roster.timeZone);
  for (let date = localDateOf(stretch.startsAt, roster.timeZone); date <= last; date = addDays(date, 1))
    if (cut(roster.on(date), stretch).length > 0) return true;
  return false;
}

/** Whether an office has officers in the time that is looked at, and whether one of them speaks a language. */
export interface Staffing {
  readonly officeId: string;
  readonly isStaffed: boolean;
  readonly isSpoken: boolean;
}

/**
 * Which office promises. The caller's language counts for the office itself and for the one that covers it; where
 * neither speaks it, whoever is there rings with an interpreter. Null where nobody is anywhere.
 *
 * @param offices the office itself, then those that cover it in the order in which they are tried
 */
export function chooseOffice<Office extends Staffing>(offices: readonly Office[]): Office | null {
  const speaking = offices.slice(0, 2).find(({ isSpoken }) => isSpoken);
  return speaking ?? offices.find(({ isStaffed: staffed }) => staffed) ?? null;
}

/** The stretches without a gap in which somebody is there. */
export function runsOf(shifts: readonly Shift[]): Interval[] {
  const runs: Interval[] = [];
  for (const { startsAt, endsAt } of shifts) {
    const run = runs.at(-1);
    if (run === undefined || run.endsAt < startsAt) runs.push({ startsAt, endsAt });
    else if (run.endsAt < endsAt) runs[runs.length - 1] = { startsAt: run.startsAt, endsAt };
  }
  return runs;
}

/**
 * Where the time for overdue callbacks comes from: they are served first, from `now` on, by whoever is there. Each
 * date that they fill is taken whole, and the last one until they are done. What is not done after `days` is left
 * out: nothing until then has room.
 */
export function backlogAhead(
  roster: Roster,
  backlog: { readonly count: number; readonly now: Date; readonly days: number },
  handlingMinutes: number,
): TakenWindow[] {
  const { now, days } = backlog;
  const taken: TakenWindow[] = [];
  const today = localDateOf(now, roster.timeZone);
  let left = backlog.count;
  for (let day = 0; left > 0 && day <= days; day += 1) {
    const shifts = cut(roster.on(addDays(today, day)), { startsAt: now, endsAt: endOfTime });
    const capacity = capacityOf(shifts, handlingMinutes);
    const [first] = shifts;
    if (first === undefined || capacity === 0) continue;
    const count = Math.min(left, capacity);
    taken.push({ startsAt: first.startsAt, endsAt: servedBy(shifts, count, handlingMinutes), count });
    left -= count;
  }
  return taken;
}

const endOfTime = new Date(8.64e15);

/** When so many callbacks are served, by shifts that have the time for them: to the minute. */
function servedBy(shifts: readonly Shift[], count: number, handlingMinutes: number): Date {
  const begins = Math.min(...shifts.map(({ startsAt }) => startsAt.getTime()));
  const ends = Math.max(...shifts.map(({ endsAt }) => endsAt.getTime()));
  const after = (minutes: number): Interval => ({
    startsAt: new Date(begins),
    endsAt: new Date(Math.min(begins + minutes * 60_000, ends)),
  });
  let tooFew = 0;
  let enough = Math.ceil((ends - begins) / 60_000);
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (capacityOf(cut(shifts, after(middle)), handlingMinutes) >= count) enough = middle;
    else tooFew = middle;
  }
  return after(enough).endsAt;
}
