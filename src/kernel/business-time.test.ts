import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  isBusinessDay,
  isOpen,
  nextBusinessDay,
  openSpans,
  type OfficeCalendar,
  type OfficeHours,
} from './business-time.ts';
import { addDays, localDateOf, weekdayOf } from './local-date.ts';

const weekdays = [1, 2, 3, 4, 5];
const boston: OfficeCalendar = {
  timeZone: 'America/New_York',
  hours: weekdays.map((weekday) => ({ weekday, opens: '08:30', closes: '17:00', officers: 2 })),
  closures: ['2026-03-04'],
  observesFederalHolidays: true,
};
const iso = (calendar: OfficeCalendar, date: string) =>
  openSpans(calendar, date).map(({ startsAt, endsAt }) => [startsAt.toISOString(), endsAt.toISOString()]);

describe('openSpans', () => {
  it('follows the clock of the office through the year', () => {
    expect(iso(boston, '2026-03-02')).toEqual([['2026-03-02T13:30:00.000Z', '2026-03-02T22:00:00.000Z']]);
    expect(iso(boston, '2026-03-09')).toEqual([['2026-03-09T12:30:00.000Z', '2026-03-09T21:00:00.000Z']]);
  });

  it.each([
    ['a Saturday', '2026-03-07'],
    ['a closure', '2026-03-04'],
    ['a federal holiday', '2026-11-26'],
    ['the day that stands in for a holiday', '2026-07-03'],
  ])('has none on %s', (_, date) => {
    expect(openSpans(boston, date)).toEqual([]);
  });

  it('opens on a federal holiday where the office does not keep them', () => {
    expect(openSpans({ ...boston, observesFederalHolidays: false }, '2026-11-26')).toHaveLength(1);
  });

  it('keeps the spans of a day apart and in order, each with its officers', () => {
    const hours = [
      { weekday: 1, opens: '13:00:00', closes: '24:00:00', officers: 3 },
      { weekday: 1, opens: '08:00:00', closes: '12:00:00', officers: 1 },
    ];
    expect(openSpans({ ...boston, hours }, '2026-03-02')).toEqual([
      { startsAt: new Date('2026-03-02T13:00:00Z'), endsAt: new Date('2026-03-02T17:00:00Z'), officers: 1 },
      { startsAt: new Date('2026-03-02T18:00:00Z'), endsAt: new Date('2026-03-03T05:00:00Z'), officers: 3 },
    ]);
  });

  it('leaves out a span that the clock jumps over', () => {
    const night = { weekday: 7, opens: '02:15', closes: '02:45', officers: 1 };
    expect(openSpans({ ...boston, hours: [night] }, '2026-03-08')).toEqual([]);
    expect(openSpans({ ...boston, hours: [night] }, '2026-03-15')).toHaveLength(1);
  });
});

describe('isOpen', () => {
  it('is so from the first minute up to, but without, the last', () => {
    expect(isOpen(boston, new Date('2026-03-02T13:29:59Z'))).toBe(false);
    expect(isOpen(boston, new Date('2026-03-02T13:30:00Z'))).toBe(true);
    expect(isOpen(boston, new Date('2026-03-02T21:59:59Z'))).toBe(true);
    expect(isOpen(boston, new Date('2026-03-02T22:00:00Z'))).toBe(false);
  });
});

describe('nextBusinessDay', () => {
  it('skips weekends, holidays and closures', () => {
    expect(nextBusinessDay(boston, '2026-03-03')).toBe('2026-03-05');
    expect(nextBusinessDay(boston, '2026-07-02')).toBe('2026-07-06');
  });

  it('is nothing for an office that never opens', () => {
    expect(nextBusinessDay({ ...boston, hours: [] }, '2026-03-02')).toBeNull();
  });
});

describe('any calendar, in any zone and year', () => {
  const zone = fc.constantFrom(
    'America/New_York',
    'America/Denver',
    'America/Phoenix',
    'America/Anchorage',
    'Pacific/Honolulu',
    'America/Puerto_Rico',
    'America/Havana', // changes at midnight
    'Australia/Lord_Howe', // half an hour of DST
  );
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const span: fc.Arbitrary<OfficeHours> = fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.nat(1425), fc.integer({ min: 15, max: 600 }), fc.nat(9))
    .map(([weekday, opens, length, officers]) => ({
      weekday,
      opens: clock(opens),
      closes: clock(Math.min(opens + length, 1440)),
      officers,
    }));
  const calendars = fc.record({
    timeZone: zone,
    hours: fc.array(span, { maxLength: 10 }),
    closures: fc.constant([]),
    observesFederalHolidays: fc.boolean(),
  });
  /** Every day of two weeks of which the middle is one of the days on which clocks are changed. */
  const changes = fc
    .tuple(fc.integer({ min: 2015, max: 2035 }), fc.constantFrom('03-08', '03-29', '04-05', '10-04', '11-01'))
    .chain(([year, day]) => fc.integer({ min: -7, max: 7 }).map((days) => addDays(`${year}-${day}`, days)));

  it('is open at no instant at which its wall clock is outside its hours', () => {
    fc.assert(
      fc.property(calendars, changes, (calendar, date) => {
        for (const { startsAt, endsAt } of openSpans(calendar, date)) {
          for (let at = startsAt.getTime(); at < endsAt.getTime(); at += 15 * 60_000) {
            const local = DateTime.fromMillis(at, { zone: calendar.timeZone });
            const shown = local.toFormat('HH:mm');
            expect(local.toFormat('yyyy-MM-dd')).toBe(date);
            expect(
              calendar.hours.some(
                ({ weekday, opens, closes }) => weekday === local.weekday && opens <= shown && shown < closes,
              ),
            ).toBe(true);
          }
        }
      }),
    );
  });

  it('is open at an instant exactly when one of its spans holds it', () => {
    fc.assert(
      fc.property(calendars, changes, fc.nat(1439), (calendar, date, minute) => {
        const at = new Date(Date.parse(`${date}T00:00:00Z`) + minute * 60_000);
        const spans = openSpans(calendar, localDateOf(at, calendar.timeZone));
        expect(isOpen(calendar, at)).toBe(
          spans.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt),
        );
      }),
    );
  });

  it('has a next business day that is one, with none in between', () => {
    fc.assert(
      fc.property(calendars, changes, (calendar, date) => {
        const next = nextBusinessDay(calendar, date);
        const weekdaysKept = new Set(calendar.hours.map(({ weekday }) => weekday));
        expect(next === null).toBe(weekdaysKept.size === 0);
        if (next === null) return;
        expect(weekdaysKept).toContain(weekdayOf(next));
        expect(isBusinessDay(calendar, next)).toBe(true);
        for (let day = addDays(date, 1); day < next; day = addDays(day, 1))
          expect(isBusinessDay(calendar, day)).toBe(false);
      }),
    );
  });
});
