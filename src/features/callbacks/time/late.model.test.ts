import { describe, expect, it } from 'vitest';
import type { OfficeCalendar } from '../../../kernel/business-time.ts';
import { openMinutesAgo } from './late.model.ts';

const calendar: OfficeCalendar = {
  timeZone: 'America/New_York',
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:30', closes: '17:00', officers: 2 })),
  closures: [],
  observesFederalHolidays: true,
};
const twoHoursBefore = (now: string, change: Partial<OfficeCalendar> = {}) =>
  openMinutesAgo({ ...calendar, ...change }, new Date(now), 120).toISOString();

describe('two business hours ago', () => {
  it('is two hours ago in the middle of a day', () => {
    expect(twoHoursBefore('2026-03-03T17:00:00Z')).toBe('2026-03-03T15:00:00.000Z');
  });

  it('is on the day before in the morning, and in the evening counts from when the office closed', () => {
    expect(twoHoursBefore('2026-03-03T14:30:00Z')).toBe('2026-03-02T21:00:00.000Z');
    expect(twoHoursBefore('2026-03-04T03:00:00Z')).toBe('2026-03-03T20:00:00.000Z');
  });

  it('passes over weekends, holidays, closures and changes of the clock', () => {
    // The clock is put forward on Sunday 8 March; 9:30 on Monday is 13:30Z, 16:00 on Friday was 21:00Z.
    expect(twoHoursBefore('2026-03-09T13:30:00Z')).toBe('2026-03-06T21:00:00.000Z');
    // Put back on Sunday 1 November.
    expect(twoHoursBefore('2026-11-02T14:30:00Z')).toBe('2026-10-30T20:00:00.000Z');
    // Wednesday 11 November is Veterans Day.
    expect(twoHoursBefore('2026-11-12T14:30:00Z')).toBe('2026-11-10T21:00:00.000Z');
    expect(twoHoursBefore('2026-03-03T14:30:00Z', { closures: ['2026-03-02'] })).toBe(
      '2026-02-27T21:00:00.000Z',
    );
  });

  it('is two hours on the clock where the office is never open', () => {
    expect(twoHoursBefore('2026-03-03T17:00:00Z', { hours: [] })).toBe('2026-03-03T15:00:00.000Z');
  });
});
