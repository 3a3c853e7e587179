import { describe, expect, it } from 'vitest';
import { officerMinutes, presentAt, readWeek, weeksOverlap, type Rota } from './rota.model.ts';

const rota: Rota = {
  timeZone: 'America/New_York',
  isKept: true,
  hours: [
    { staffId: 'a', weekday: 1, starts: '09:00:00', ends: '12:00:00' },
    { staffId: 'b', weekday: 1, starts: '11:00:00', ends: '15:00:00' },
    { staffId: 'a', weekday: 7, starts: '01:00:00', ends: '04:00:00' },
  ],
  absences: [{ staffId: 'b', firstDay: '2026-03-09', lastDay: '2026-03-10' }],
  languages: [],
};
const day = (from: string, to: string) => ({ startsAt: new Date(from), endsAt: new Date(to) });

describe('a rota', () => {
  it('adds the minutes of all who are at work, on the clock of the office', () => {
    expect(officerMinutes(rota, day('2026-03-02T05:00:00Z', '2026-03-03T05:00:00Z'))).toBe(420);
    expect(presentAt(rota, new Date('2026-03-02T16:30:00Z'))).toEqual(['a', 'b']);
    expect(presentAt(rota, new Date('2026-03-02T17:00:00Z'))).toEqual(['b']);
  });

  it('leaves out who is away, first and last day included', () => {
    expect(officerMinutes(rota, day('2026-03-09T04:00:00Z', '2026-03-10T04:00:00Z'))).toBe(180);
  });

  it('does not count the hour that the clock skips', () => {
    expect(officerMinutes(rota, day('2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'))).toBe(120);
  });
});

describe('a week as people write it', () => {
  it('is read, several spans a day included', () => {
    expect(readWeek('mon 09:00-12:30, Mon 13:00-17:00')).toEqual([
      { weekday: 1, starts: '09:00', ends: '12:30' },
      { weekday: 1, starts: '13:00', ends: '17:00' },
    ]);
    expect(readWeek('')).toEqual([]);
  });

  it.each([
    'mon',
    'mon 12:00-09:00',
    'foo 09:00-10:00',
    'mon 09:00-12:00,mon 11:00-13:00',
    'mon 09:00-12:00,',
  ])('is refused when it reads %s', (text) => {
    expect(readWeek(text)).toBeNull();
  });
});

describe('weeks of two offices', () => {
  const week = (timeZone: string, weekday: number, starts: string, ends: string) => ({
    timeZone,
    week: [{ weekday, starts, ends }],
  });
  const phoenix = week('America/Phoenix', 1, '09:00', '12:00');

  it('overlap where an hour of one is an hour of the other', () => {
    expect(weeksOverlap(phoenix, week('America/New_York', 1, '13:30', '15:00'))).toBe(true);
    expect(weeksOverlap(phoenix, week('America/New_York', 2, '13:30', '15:00'))).toBe(false);
  });

  it('overlap where they do so in summer or in winter only', () => {
    // 12:00 in Phoenix is 13:00 in Denver in summer and 12:00 in winter.
    expect(weeksOverlap(phoenix, week('America/Denver', 1, '12:00', '13:00'))).toBe(true);
    expect(weeksOverlap(phoenix, week('America/Denver', 1, '13:00', '14:00'))).toBe(false);
  });

  it('overlap over the end of the week', () => {
    const sunday = week('Pacific/Honolulu', 7, '19:00', '23:00');
    expect(weeksOverlap(sunday, week('America/New_York', 1, '02:00', '03:00'))).toBe(true);
    expect(weeksOverlap(sunday, week('America/New_York', 7, '19:00', '23:00'))).toBe(false);
  });
});
