/** What a made-up state of the database looks like: no names, no clock, no chance but the seed's. */
import { makeCaseNumber } from '../kernel/case-number.ts';
import { isFederalHoliday } from '../kernel/holidays.ts';
import { addDays, localDateOf, weekdayOf } from '../kernel/local-date.ts';
import type { Interval } from '../kernel/interval.ts';
import { callerWindow, callerZones, type CallerZone, type WindowName } from '../kernel/windows.ts';
import { chanceOf, type Chance } from './db-seed-chance.ts';

export interface SeedWish {
  readonly cases: number;
  /** Of the cases, those with a callback. */
  readonly callbacks: number;
  /** Of the callbacks, those that are not closed. */
  readonly open: number;
  /** Of the open ones, those that wait and fall due within the next hour. */
  readonly dueWithinHour: number;
  readonly seed: number;
  /** Cases that earlier runs have made up. */
  readonly already: number;
  readonly now: Date;
}

export interface SeedOffice {
  readonly id: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Ids of officers, each of whom holds one callback. */
  readonly officerIds: readonly string[];
}

export interface PlannedCase {
  readonly ordinal: number;
  readonly number: string;
  readonly officeId: string;
  readonly language: string;
  readonly role: string;
  readonly status: 'incomplete' | 'open' | 'closed';
  readonly openedAt: Date;
  /** E.164, of the numbers that are kept for fiction: nobody can be rung on it. */
  readonly phone: string;
  readonly pin: string;
  readonly callback: PlannedCallback | null;
  /** For what else is to be chosen of the case. */
  readonly chance: Chance;
}

export interface PlannedCallback extends Interval {
  readonly state: 'waiting' | 'ready' | 'claimed' | 'closed';
  readonly closedReason: 'reached' | 'unreached' | 'declined' | 'wrong_number' | 'cancelled' | null;
  readonly closedAt: Date | null;
  readonly windowName: WindowName;
  readonly zone: CallerZone;
  readonly voicemail: 'none' | 'neutral';
  readonly promisedAt: Date;
  readonly readyAt: Date | null;
  readonly claimedBy: string | null;
  readonly escalatedTo: 'supervisor' | 'national_desk' | null;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Closed matters go back so far; open ones were promised within the last two weeks, for windows of the next four. */
const pastDays = 730;
const openDays = 14;
const windowDays = 28;

const languages = [
  ['en-US', 0.74],
  ['es-US', 0.26],
] as const;
const roles = [
  ['victim', 0.5],
  ['family', 0.25],
  ['witness', 0.15],
  ['other', 0.1],
] as const;
const reasons = [
  ['reached', 0.72],
  ['unreached', 0.13],
  ['cancelled', 0.07],
  ['declined', 0.05],
  ['wrong_number', 0.03],
] as const;
const areaCodes = [202, 205, 212, 213, 305, 312, 404, 415, 469, 504, 602, 615, 702, 713, 787, 808, 907, 916];

/**
 * The cases in the order of their opening. The same wish and offices give the same cases, one at a time, so that
 * any number of them takes no memory.
 *
 * @param offices at least one; the first take the most cases, as large offices do
 */
export function* planCases(wish: SeedWish, offices: readonly SeedOffice[]): Generator<PlannedCase> {
  const officers = offices.flatMap((office) => office.officerIds.map((staffId) => ({ office, staffId })));
  const pickOffice = officePicker(offices);
  const windows = windowsByZone(wish.now);
  const firstOpen = wish.callbacks - wish.open;
  const firstOpenCase =
    wish.callbacks === 0 ? wish.cases : Math.ceil((firstOpen * wish.cases) / wish.callbacks);

  for (let at = 0; at < wish.cases; at += 1) {
    const ordinal = wish.already + at;
    const chance = chanceOf(wish.seed, ordinal);
    const callbackAt = Math.floor((at * wish.callbacks) / wish.cases);
    const hasCallback = Math.floor(((at + 1) * wish.callbacks) / wish.cases) > callbackAt;
    const openAt = hasCallback && callbackAt >= firstOpen ? callbackAt - firstOpen : null;
    const holder = openAt === null ? undefined : officers[openAt - wish.dueWithinHour];
    const office = holder?.office ?? pickOffice(chance);
    const openedAt = openedAtOf(at, firstOpenCase, wish);
    const zone = zoneOf(office.timeZone);
    const moment: Moment = { now: wish.now, openedAt, zone, windows: windows[zone], chance };
    let callback: PlannedCallback | null = null;
    if (hasCallback) {
      if (openAt === null) callback = closedCallback(moment);
      else if (openAt < wish.dueWithinHour) callback = dueCallback(moment, openAt / wish.dueWithinHour);
      else callback = holder ? claimedCallback(moment, holder.staffId) : openCallback(moment);
    }
    yield {
      ordinal,
      number: caseNumberOf(ordinal),
      officeId: office.id,
      language: chance.of(languages),
      role: chance.of(roles),
      status: statusOf(callback, chance),
      openedAt,
      phone: `+1${areaCodes[chance.below(areaCodes.length)]}55501${String(chance.below(100)).padStart(2, '0')}`,
      pin: String(chance.below(10_000)).padStart(4, '0'),
      callback,
      chance,
    };
  }
}

/** Years before there was a hotline: a made-up case has no number that a real one has or will get. */
const firstYear = 2000;
const years = 20;
const numbersOfYear = 1_000_000;
export const mostSeededCases = years * numbersOfYear;

/** Steps that have no factor in common with a million meet every number once. */
function caseNumberOf(ordinal: number): string {
  const digits = ((ordinal % numbersOfYear) * 387_421 + 71_993) % numbersOfYear;
  return makeCaseNumber(String(digits).padStart(6, '0'), firstYear + Math.floor(ordinal / numbersOfYear));
}

/** The n-th office takes a share of 1/(n + 2). */
function officePicker(offices: readonly SeedOffice[]): (chance: Chance) => SeedOffice {
  const shares = offices.map((_, rank) => 1 / (rank + 2));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const choices = offices.map((office, rank) => [office, (shares[rank] ?? 0) / total] as const);
  return (chance) => chance.of(choices);
}

function openedAtOf(at: number, firstOpenCase: number, { cases, now }: SeedWish): Date {
  const openSince = now.getTime() - openDays * dayMs;
  const past = (pastDays - openDays) * dayMs;
  if (at < firstOpenCase) return new Date(openSince - past + Math.floor((at / firstOpenCase) * past));
  const part = (at - firstOpenCase) / (cases - firstOpenCase);
  return new Date(openSince + Math.floor(part * (openDays * dayMs - 10 * minuteMs)));
}

interface Moment {
  readonly now: Date;
  readonly openedAt: Date;
  readonly zone: CallerZone;
  readonly windows: readonly NamedWindow[];
  readonly chance: Chance;
}

const inTheHands = { closedReason: null, closedAt: null, readyAt: null, claimedBy: null, escalatedTo: null };
const after = (at: Date, ms: number): Date => new Date(at.getTime() + Math.floor(ms));

function promised({ openedAt, zone, chance }: Moment) {
  const voicemail: PlannedCallback['voicemail'] = chance.next() < 0.4 ? 'neutral' : 'none';
  return { ...inTheHands, zone, voicemail, promisedAt: after(openedAt, 3 * minuteMs) };
}

function closedCallback(moment: Moment): PlannedCallback {
  const { openedAt, chance } = moment;
  const startsAt = after(openedAt, (4 + chance.next() * 44) * hourMs);
  const closedReason = chance.of(reasons);
  return {
    ...promised(moment),
    state: 'closed',
    closedReason,
    closedAt: after(startsAt, chance.next() * 5 * hourMs),
    windowName: 'afternoon',
    startsAt,
    endsAt: after(startsAt, 4 * hourMs),
    readyAt: startsAt,
  };
}

/** Spread over the minutes of the hour, in order. */
function dueCallback(moment: Moment, part: number): PlannedCallback {
  const startsAt = after(moment.now, minuteMs * (1 + Math.floor(part * 58)));
  return { ...promised(moment), state: 'waiting', windowName: 'any', ...windowFrom(startsAt) };
}

const windowFrom = (startsAt: Date): Interval => ({ startsAt, endsAt: after(startsAt, 4 * hourMs) });

/** Windows begin and end with the half hour: a few are shared by many. */
const halfHourBefore = (at: Date, ms: number): Date =>
  new Date(Math.floor((at.getTime() - ms) / (30 * minuteMs)) * 30 * minuteMs);

function begun(moment: Moment, window: Interval): PlannedCallback {
  return { ...promised(moment), state: 'ready', windowName: 'any', ...window, readyAt: window.startsAt };
}

function claimedCallback(moment: Moment, claimedBy: string): PlannedCallback {
  const startsAt = halfHourBefore(moment.now, moment.chance.next() * 2 * hourMs);
  return { ...begun(moment, windowFrom(startsAt)), state: 'claimed', claimedBy };
}

/** Four in five wait, one in ten is ready, the rest is late; what was promised only now waits. */
function openCallback(moment: Moment): PlannedCallback {
  const { now, openedAt, windows, chance } = moment;
  const age = now.getTime() - openedAt.getTime();
  const lot = chance.next();
  if (lot < 0.1 && age > 6 * hourMs)
    return begun(moment, windowFrom(halfHourBefore(now, chance.next() * 2 * hourMs)));
  if (lot > 0.93 && age > 5 * dayMs) return lateCallback(moment);
  const window = windows[chance.below(windows.length)];
  if (window === undefined) throw new RangeError('There is no window to promise.');
  return { ...promised(moment), ...window, state: 'waiting' };
}

/** Late for an hour, it is the supervisor's to see to; for days, the national desk's. */
function lateCallback(moment: Moment): PlannedCallback {
  const { now, chance } = moment;
  const forHour = chance.next() < 0.2;
  const endsAt = halfHourBefore(now, forHour ? 30 * minuteMs : (1 + chance.next() * 3) * dayMs);
  const late = begun(moment, { startsAt: after(endsAt, -4 * hourMs), endsAt });
  return { ...late, escalatedTo: forHour ? 'supervisor' : 'national_desk' };
}

function statusOf(callback: PlannedCallback | null, chance: Chance): PlannedCase['status'] {
  if (callback !== null) return callback.state === 'closed' ? 'closed' : 'open';
  return chance.next() < 0.3 ? 'incomplete' : 'closed';
}

interface NamedWindow extends Interval {
  readonly windowName: WindowName;
}

/** Windows that offices of usual hours can keep, on business days to come, and that begin after the next hour. */
function windowsByZone(now: Date): Readonly<Record<CallerZone, readonly NamedWindow[]>> {
  const namesOfDay = ['morning', 'afternoon'] as const;
  const windowsOf = (zone: CallerZone): NamedWindow[] => {
    const today = localDateOf(now, callerZones[zone][0]);
    const dates = Array.from({ length: windowDays }, (_, days) => addDays(today, days));
    return dates
      .filter((date) => weekdayOf(date) <= 5 && !isFederalHoliday(date))
      .flatMap((date) =>
        namesOfDay.flatMap((windowName) => {
          const window = callerWindow(windowName, zone, date);
          return window === null ? [] : [{ ...window, windowName }];
        }),
      )
      .filter(({ startsAt }) => startsAt.getTime() > now.getTime() + 61 * minuteMs);
  };
  const zones = Object.keys(callerZones) as CallerZone[];
  return Object.fromEntries(zones.map((zone) => [zone, windowsOf(zone)])) as Record<
    CallerZone,
    NamedWindow[]
  >;
}

/** The zone that callers of an office mostly name. */
function zoneOf(timeZone: string): CallerZone {
  const zones = Object.keys(callerZones) as CallerZone[];
  return zones.find((zone) => zone !== 'unknown' && callerZones[zone][0] === timeZone) ?? 'eastern';
}
