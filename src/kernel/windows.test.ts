import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  callerWindow,
  callerZones,
  isCallerZone,
  isWindowName,
  windowHours,
  windowNames,
  type CallerZone,
} from './windows.ts';

const zoneNames: readonly CallerZone[] = Object.keys(callerZones).filter(isCallerZone);
const dates = fc
  .integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));
const iso = (...window: Parameters<typeof callerWindow>) => {
  const found = callerWindow(...window);
  return found && [found.startsAt.toISOString(), found.endsAt.toISOString()];
};

describe('callerWindow', () => {
  it('is on the clock of the caller', () => {
    expect(iso('morning', 'eastern', '2026-03-02')).toEqual([
      '2026-03-02T13:00:00.000Z',
      '2026-03-02T17:00:00.000Z',
    ]);
    expect(iso('evening', 'pacific', '2026-07-02')).toEqual([
      '2026-07-03T00:00:00.000Z',
      '2026-07-03T04:00:00.000Z',
    ]);
  });

  it('keeps Arizona on standard time', () => {
    expect(iso('morning', 'arizona', '2026-07-02')).toEqual(iso('morning', 'pacific', '2026-07-02'));
    expect(iso('morning', 'arizona', '2026-01-02')).toEqual(iso('morning', 'mountain', '2026-01-02'));
  });

  it('is from 8:00 in Honolulu to 21:00 in New York where the zone is unknown', () => {
    expect(iso('any', 'unknown', '2026-03-02')).toEqual([
      '2026-03-02T18:00:00.000Z',
      '2026-03-03T02:00:00.000Z',
    ]);
    expect(iso('any', 'unknown', '2026-07-02')).toEqual([
      '2026-07-02T18:00:00.000Z',
      '2026-07-03T01:00:00.000Z',
    ]);
  });

  it.each(['morning', 'afternoon', 'evening'] as const)('has no %s that all zones share', (name) => {
    expect(callerWindow(name, 'unknown', '2026-03-02')).toBeNull();
  });

  it('never leaves the named hours of that date, on any clock that may be the caller’s', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...windowNames),
        fc.constantFrom(...zoneNames),
        dates,
        (name, zone, date) => {
          const window = callerWindow(name, zone, date);
          if (window === null) return;
          const [from, to] = windowHours[name];
          for (const timeZone of [...callerZones[zone], ...(zone === 'unknown' ? ['America/Adak'] : [])]) {
            const starts = DateTime.fromJSDate(window.startsAt, { zone: timeZone });
            const ends = DateTime.fromJSDate(window.endsAt, { zone: timeZone });
            expect(starts.toISODate()).toBe(date);
            expect(ends.toISODate()).toBe(date);
            expect(starts.hour).toBeGreaterThanOrEqual(Math.max(from, 8));
            expect(ends.hour * 60 + ends.minute).toBeLessThanOrEqual(Math.min(to, 21) * 60);
          }
        },
      ),
    );
  });
});

describe('choices', () => {
  it('are recognised by name and by nothing else', () => {
    expect(windowNames.every(isWindowName)).toBe(true);
    expect(isCallerZone('unknown')).toBe(true);
    for (const value of ['', 'Morning', 'toString', '__proto__', 7, null]) {
      expect(isWindowName(value)).toBe(false);
      expect(isCallerZone(value)).toBe(false);
    }
  });
});
