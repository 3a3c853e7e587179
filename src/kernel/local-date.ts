/** Calendar dates and wall clocks, with the zone always named. Days and minutes are exact; DST is met here only. */
import { IANAZone } from 'luxon';

/** A calendar date without a zone, ISO 8601: `2026-03-02`. */
export type LocalDate = string;

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The date that a calendar in `zone` shows at an instant. `zone` is an IANA name. */
export function localDateOf(at: Date, zone: string): LocalDate {
  const wall = at.getTime() + IANAZone.create(zone).offset(at.getTime()) * minuteMs;
  return new Date(wall).toISOString().slice(0, 10);
}

/** The date so many days later; earlier when negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(utcMidnight(date) + days * dayMs).toISOString().slice(0, 10);
}

/** ISO weekday: 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(utcMidnight(date)).getUTCDay() || 7;
}

/**
 * The instant at which the wall clock of `zone` shows so many minutes after midnight of `date` (1440 = the
 * midnight that ends it).
 *
 * Where the clock is put back, a time comes twice; where it is put forward, a time is left out and may be read by
 * the offset before or after. `reading` chooses the earlier or the later instant. A span that begins with the
 * later and ends with the earlier reading lies wholly within the hours that the wall clock shows.
 *
 * @example instantOf('2026-03-02', 8 * 60, 'America/New_York', 'later') // 2026-03-02T13:00:00Z
 */
export function instantOf(
  date: LocalDate,
  minutes: number,
  zone: string,
  reading: 'earlier' | 'later',
): Date {
  const asked = `${date} ${minutes} ${zone} ${reading}`;
  const at = knownInstants.get(asked) ?? reckonInstant(date, minutes, zone, reading).getTime();
  if (knownInstants.size >= mostInstants) knownInstants.clear();
  knownInstants.set(asked, at);
  return new Date(at);
}

/** Every promise asks for the same hours of the same weeks, and zones are slow to reckon with. */
const knownInstants = new Map<string, number>();
const mostInstants = 50_000;

function reckonInstant(date: LocalDate, minutes: number, zone: string, reading: 'earlier' | 'later'): Date {
  const rules = IANAZone.create(zone);
  const wall = utcMidnight(date) + minutes * minuteMs;
  const byOffsetNear = (near: number) => wall - rules.offset(near) * minuteMs;
  const readings = [byOffsetNear(wall - dayMs), byOffsetNear(wall + dayMs)] as const;
  if (readings[0] === readings[1]) return new Date(readings[0]);
  const shown = readings.filter((at) => at + rules.offset(at) * minuteMs === wall);
  const candidates = shown.length > 0 ? shown : readings;
  return new Date(reading === 'earlier' ? Math.min(...candidates) : Math.max(...candidates));
}

function utcMidnight(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}
