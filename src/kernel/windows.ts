/** The times of day that a caller may choose for a callback, in the zone that the caller confirmed. */
import { intersectAll, type Interval } from './interval.ts';
import { instantOf, type LocalDate } from './local-date.ts';

/**
 * Hours on the caller's wall clock, from the first up to the second. Nothing is outside 8:00–21:00: the hours of
 * 47 CFR 64.1200(c)(1), which bind solicitations only and are our rule for every callback.
 */
export const windowHours = {
  any: [8, 21],
  morning: [8, 12],
  afternoon: [12, 17],
  evening: [17, 21],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type WindowName = keyof typeof windowHours;

export const windowNames = [
  'any',
  'morning',
  'afternoon',
  'evening',
] as const satisfies readonly WindowName[];

/**
 * The zones that a caller may choose from. `unknown` is a caller who named none: their clock is then any of
 * those that the fifty states usually keep, and a call must be within the window on all of them. (Adak needs no
 * entry: it is always between Anchorage and Honolulu.) `arizona` keeps standard time all year, `atlantic` is
 * Puerto Rico and the Virgin Islands.
 */
export const callerZones = {
  eastern: ['America/New_York'],
  central: ['America/Chicago'],
  mountain: ['America/Denver'],
  pacific: ['America/Los_Angeles'],
  alaska: ['America/Anchorage'],
  hawaii: ['Pacific/Honolulu'],
  arizona: ['America/Phoenix'],
  atlantic: ['America/Puerto_Rico'],
  unknown: [
    'America/New_York',
    'America/Chicago',
    'America/Denver',
    'America/Phoenix',
    'America/Los_Angeles',
    'America/Anchorage',
    'Pacific/Honolulu',
  ],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;

export type CallerZone = keyof typeof callerZones;

export const isWindowName = (value: unknown): value is WindowName =>
  typeof value === 'string' && Object.hasOwn(windowHours, value);

export const isCallerZone = (value: unknown): value is CallerZone =>
  typeof value === 'string' && Object.hasOwn(callerZones, value);

/**
 * A window on a date of the caller, as instants: what is within it on the clocks of every zone that may be the
 * caller's. Null when that is nothing, as for every window but `any` of an `unknown` zone.
 *
 * @example callerWindow('morning', 'eastern', '2026-03-02') // 13:00Z to 17:00Z
 */
export function callerWindow(name: WindowName, zone: CallerZone, date: LocalDate): Interval | null {
  const [from, to] = windowHours[name];
  return intersectAll(
    callerZones[zone].map((timeZone) => ({
      startsAt: instantOf(date, from * 60, timeZone, 'later'),
      endsAt: instantOf(date, to * 60, timeZone, 'earlier'),
    })),
  );
}
