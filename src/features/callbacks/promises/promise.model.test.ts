import { describe, expect, it } from 'vitest';
import type { OfficeCalendar } from '../../../kernel/business-time.ts';
import { computePromise, type PromiseRequest } from './promise.model.ts';

const weekdays = [1, 2, 3, 4, 5];
const newYork: OfficeCalendar = {
  timeZone: 'America/New_York',
  hours: weekdays.map((weekday) => ({ weekday, opens: '08:30', closes: '17:00', officers: 2 })),
  closures: [],
  observesFederalHolidays: true,
};
/** Monday 2 March 2026, 10:00 in New York. */
const monday = new Date('2026-03-02T15:00:00Z');

const promise = (request: Partial<PromiseRequest>) => {
  const found = computePromise({
    now: monday,
    windowName: 'any',
    zone: 'eastern',
    calendar: newYork,
    taken: [],
    handlingMinutes: 30,
    horizonDays: 14,
    ...request,
  });
  return found && { ...found, startsAt: found.startsAt.toISOString(), endsAt: found.endsAt.toISOString() };
};
const span = (startsAt: string, endsAt: string, count: number) => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
  count,
});

describe('the window asked for', () => {
  it('is today what is left of it', () => {
    expect(promise({ windowName: 'morning' })).toEqual({
      startsAt: '2026-03-02T15:00:00.000Z',
      endsAt: '2026-03-02T17:00:00.000Z',
      localDate: '2026-03-02',
      windowName: 'morning',
      asked: 'morning',
    });
  });

  it('is today only while half an hour of it is left', () => {
    expect(promise({ windowName: 'morning', now: new Date('2026-03-02T16:30:00Z') })?.localDate).toBe(
      '2026-03-02',
    );
    expect(promise({ windowName: 'morning', now: new Date('2026-03-02T16:30:01Z') })?.localDate).toBe(
      '2026-03-03',
    );
  });

  it("is cut to the office's hours, on the caller's clock", () => {
    expect(promise({ windowName: 'morning', zone: 'pacific' })).toMatchObject({
      startsAt: '2026-03-02T16:00:00.000Z', // 8:00 Pacific
      endsAt: '2026-03-02T20:00:00.000Z',
    });
    expect(promise({ windowName: 'afternoon', zone: 'pacific' })).toMatchObject({
      startsAt: '2026-03-02T20:00:00.000Z',
      endsAt: '2026-03-02T22:00:00.000Z', // 17:00 in New York
    });
  });

  it('is where nobody knows the zone the hours that fit all of them', () => {
    expect(promise({ zone: 'unknown' })).toMatchObject({
      startsAt: '2026-03-02T18:00:00.000Z', // 8:00 in Honolulu
      endsAt: '2026-03-02T22:00:00.000Z',
      localDate: '2026-03-02',
    });
  });

  it('waits for the next business day over weekends, holidays and closures', () => {
    const fridayEvening = new Date('2026-07-03T01:00:00Z'); // Thursday evening before the observed 4 July
    expect(promise({ now: fridayEvening })?.localDate).toBe('2026-07-06');
    expect(
      promise({ now: fridayEvening, calendar: { ...newYork, closures: ['2026-07-06'] } })?.localDate,
    ).toBe('2026-07-07');
  });

  it('follows the clocks when they change', () => {
    const saturday = new Date('2026-03-07T15:00:00Z'); // put forward the next night
    expect(promise({ now: saturday, windowName: 'morning' })?.startsAt).toBe('2026-03-09T12:30:00.000Z');
    expect(promise({ now: saturday, windowName: 'morning', zone: 'arizona' })).toMatchObject({
      startsAt: '2026-03-09T15:00:00.000Z',
      localDate: '2026-03-09',
    });
  });
});

describe('capacity', () => {
  const now = new Date('2026-03-02T12:00:00Z'); // before the office opens
  const morning = ['2026-03-02T13:30:00Z', '2026-03-02T17:00:00Z'] as const; // 210 minutes

  it('is what the officers of a span can handle', () => {
    const request = { now, windowName: 'morning' } as const; // 2 officers × 7 callbacks
    expect(promise({ ...request, taken: [span(...morning, 13)] })?.localDate).toBe('2026-03-02');
    expect(promise({ ...request, taken: [span(...morning, 14)] })?.localDate).toBe('2026-03-03');
    expect(
      promise({
        ...request,
        taken: [span(...morning, 10), span('2026-03-02T15:00:00Z', '2026-03-02T22:00:00Z', 4)],
      })?.localDate,
    ).toBe('2026-03-03');
  });

  it('is not touched by promises that only meet the span at its edge', () => {
    const taken = [span('2026-03-02T17:00:00Z', '2026-03-02T22:00:00Z', 99)];
    expect(promise({ now, windowName: 'morning', taken })?.localDate).toBe('2026-03-02');
  });

  it('is none where nobody works callbacks', () => {
    const hours = newYork.hours.map((hour) => ({ ...hour, officers: 0 }));
    expect(promise({ calendar: { ...newYork, hours } })).toBeNull();
  });

  it('is counted span by span', () => {
    const hours = [
      { weekday: 1, opens: '08:30', closes: '12:00', officers: 0 },
      { weekday: 1, opens: '13:00', closes: '17:00', officers: 1 },
    ];
    expect(promise({ now, calendar: { ...newYork, hours } })).toMatchObject({
      startsAt: '2026-03-02T18:00:00.000Z',
      endsAt: '2026-03-02T22:00:00.000Z',
    });
  });
});

describe('another window than the one asked for', () => {
  it('is the nearest one that the office can keep, and says so', () => {
    expect(promise({ windowName: 'evening' })).toMatchObject({
      asked: 'evening',
      windowName: 'afternoon',
      localDate: '2026-03-02',
    });
  });

  it('is not taken while a later day has room in the one asked for', () => {
    const taken = [span('2026-03-02T13:30:00Z', '2026-03-06T22:00:00Z', 1000)];
    expect(promise({ windowName: 'morning', taken })).toMatchObject({
      windowName: 'morning',
      localDate: '2026-03-09',
    });
  });

  it('is any hour for a caller whose zone nobody knows', () => {
    expect(promise({ windowName: 'morning', zone: 'unknown' })).toMatchObject({
      asked: 'morning',
      windowName: 'any',
    });
  });

  it('is any hour where the office is open across the edge of two windows only', () => {
    const hours = weekdays.map((weekday) => ({ weekday, opens: '11:40', closes: '12:20', officers: 2 }));
    expect(promise({ windowName: 'morning', calendar: { ...newYork, hours } })).toMatchObject({
      windowName: 'any',
      startsAt: '2026-03-02T16:40:00.000Z',
      endsAt: '2026-03-02T17:20:00.000Z',
    });
  });

  it('is none when the horizon has no room at all', () => {
    expect(promise({ calendar: { ...newYork, hours: [] } })).toBeNull();
    expect(promise({ taken: [span('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', 1000)] })).toBeNull();
    expect(promise({ now: new Date('2026-03-07T15:00:00Z'), horizonDays: 1 })).toBeNull();
  });
});
