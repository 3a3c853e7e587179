import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { addDays, instantOf, localDateOf, weekdayOf } from './local-date.ts';

const zones = fc.constantFrom(
  'America/New_York',
  'America/Chicago',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'America/Adak',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
  'Pacific/Guam',
  'Europe/London',
  'Australia/Lord_Howe', // half an hour of DST
  'America/Havana', // changes at midnight
  'Asia/Kathmandu', // 5:45
);
const dates = fc
  .integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2040, 0, 1) })
  .map((ms) => new Date(ms).toISOString().slice(0, 10));

describe('instantOf', () => {
  it('finds the instant of an ordinary time', () => {
    expect(instantOf('2026-03-02', 480, 'America/New_York', 'later').toISOString()).toBe(
      '2026-03-02T13:00:00.000Z',
    );
    expect(instantOf('2026-07-02', 1440, 'America/New_York', 'earlier').toISOString()).toBe(
      '2026-07-03T04:00:00.000Z',
    );
  });

  it('reads a time that is left out in spring by the offset after or before', () => {
    expect(instantOf('2026-03-08', 150, 'America/New_York', 'earlier').toISOString()).toBe(
      '2026-03-08T06:30:00.000Z',
    );
    expect(instantOf('2026-03-08', 150, 'America/New_York', 'later').toISOString()).toBe(
      '2026-03-08T07:30:00.000Z',
    );
  });

  it('reads a time that comes twice in autumn as the first or the second', () => {
    expect(instantOf('2026-11-01', 90, 'America/New_York', 'earlier').toISOString()).toBe(
      '2026-11-01T05:30:00.000Z',
    );
    expect(instantOf('2026-11-01', 90, 'America/New_York', 'later').toISOString()).toBe(
      '2026-11-01T06:30:00.000Z',
    );
  });

  it('shows the time asked for on the wall clock, wherever the clock shows it at all', () => {
    fc.assert(
      fc.property(zones, dates, fc.integer({ min: 0, max: 1439 }), (zone, date, minutes) => {
        const wall = DateTime.fromISO(date, { zone: 'utc' }).plus({ minutes });
        const inZone = wall.setZone(zone, { keepLocalTime: true });
        const isLeftOut = inZone.toFormat('HH:mm') !== wall.toFormat('HH:mm');
        for (const reading of ['earlier', 'later'] as const) {
          const at = DateTime.fromJSDate(instantOf(date, minutes, zone, reading), { zone });
          if (!isLeftOut) expect(at.toFormat('yyyy-MM-dd HH:mm')).toBe(wall.toFormat('yyyy-MM-dd HH:mm'));
        }
      }),
    );
  });

  it('never reads the earlier after the later', () => {
    fc.assert(
      fc.property(zones, dates, fc.integer({ min: 0, max: 1440 }), (zone, date, minutes) => {
        const earlier = instantOf(date, minutes, zone, 'earlier');
        expect(earlier.getTime()).toBeLessThanOrEqual(instantOf(date, minutes, zone, 'later').getTime());
      }),
    );
  });
});

describe('dates', () => {
  it('belong to a zone', () => {
    const at = new Date('2026-03-02T03:00:00Z');
    expect(localDateOf(at, 'America/New_York')).toBe('2026-03-01');
    expect(localDateOf(at, 'Pacific/Guam')).toBe('2026-03-02');
  });

  it('have weekdays and successors, whatever the clocks do', () => {
    expect(weekdayOf('2026-03-01')).toBe(7);
    expect(weekdayOf('2026-03-02')).toBe(1);
    expect(addDays('2026-03-07', 2)).toBe('2026-03-09');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });

  it('come back after going there', () => {
    fc.assert(
      fc.property(
        dates,
        fc.integer({ min: -800, max: 800 }),
        (date, n) => addDays(addDays(date, n), -n) === date,
      ),
    );
  });
});
