import { describe, expect, it } from 'vitest';
import type { OfficeCalendar } from '../../../kernel/business-time.ts';
import {
  backlogAhead,
  capacityOf,
  chooseOffice,
  createRoster,
  isStaffed,
  runsOf,
  type OfficeAtWork,
} from './capacity.model.ts';

const calendar: OfficeCalendar = {
  timeZone: 'America/New_York',
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:30', closes: '17:00', officers: 3 })),
  closures: ['2026-03-05'],
  observesFederalHolidays: true,
};
const hours = (staffId: string, weekday: number, starts: string, ends: string) => ({
  staffId,
  weekday,
  starts,
  ends,
});
const office = (rota: Partial<NonNullable<OfficeAtWork['rota']>>): OfficeAtWork => ({
  calendar,
  rota: {
    timeZone: calendar.timeZone,
    isKept: true,
    hours: [],
    absences: [],
    languages: [],
    ...rota,
  },
});
const span = (from: string, to: string) => ({ startsAt: new Date(from), endsAt: new Date(to) });
const times = (shifts: readonly { startsAt: Date; endsAt: Date; officers: number }[]) =>
  shifts.map(
    ({ startsAt, endsAt, officers }) =>
      `${startsAt.toISOString().slice(11, 16)}-${endsAt.toISOString().slice(11, 16)} ${officers}`,
  );

describe('the shifts of an office', () => {
  it("are officers' hours, cut to those of the office, who comes and goes together counted together", () => {
    const rota = {
      hours: [
        hours('a', 1, '07:00', '12:00'),
        hours('b', 1, '08:30', '12:00'),
        hours('c', 1, '15:00', '19:00'),
      ],
    };
    expect(times(createRoster(office(rota)).on('2026-03-02'))).toEqual(['13:30-17:00 2', '20:00-22:00 1']);
  });

  it('are none on days on which the office is closed, and without those who are away', () => {
    const rota = {
      hours: [
        hours('a', 1, '09:00', '12:00'),
        hours('b', 1, '09:00', '12:00'),
        hours('a', 4, '09:00', '12:00'),
      ],
      absences: [{ staffId: 'a', firstDay: '2026-03-02', lastDay: '2026-03-02' }],
    };
    const roster = createRoster(office(rota));
    expect(times(roster.on('2026-03-02'))).toEqual(['14:00-17:00 1']);
    expect(roster.on('2026-03-05')).toEqual([]);
    expect(createRoster(office({ hours: [hours('a', 1, '09:00', '12:00')] })).on('2026-05-25')).toEqual([]);
  });

  it('come from the numbers of the office until hours of its officers have been set, and not after that', () => {
    expect(times(createRoster({ calendar }).on('2026-03-02'))).toEqual(['13:30-22:00 3']);
    expect(times(createRoster(office({ isKept: false })).on('2026-03-02'))).toEqual(['13:30-22:00 3']);
    expect(createRoster(office({})).on('2026-03-02')).toEqual([]);
  });

  it('are in a language those of who speaks it, wherever it is from; where nothing is known all may', () => {
    const worked = [hours('a', 1, '09:00', '12:00'), hours('b', 1, '13:00', '15:00')];
    const languages = [
      { staffId: 'a', language: 'en' },
      { staffId: 'b', language: 'es-MX' },
    ];
    expect(times(createRoster(office({ hours: worked, languages }), 'es-US').on('2026-03-02'))).toEqual([
      '18:00-20:00 1',
    ]);
    expect(createRoster(office({ hours: worked, languages }), 'ht').on('2026-03-02')).toEqual([]);
    expect(createRoster(office({ hours: worked }), 'ht').on('2026-03-02')).toHaveLength(2);
  });

  it('follow the clocks when they change', () => {
    const rota = { hours: [hours('a', 5, '09:00', '12:00'), hours('a', 1, '09:00', '12:00')] };
    const roster = createRoster(office(rota));
    expect(times(roster.on('2026-03-06'))).toEqual(['14:00-17:00 1']);
    expect(times(roster.on('2026-03-09'))).toEqual(['13:00-16:00 1']);
  });
});

describe('what shifts are enough for', () => {
  const shift = (from: string, to: string, officers: number) => ({
    ...span(`2026-03-02T${from}:00Z`, `2026-03-02T${to}:00Z`),
    officers,
  });

  it('is counted officer by officer: half a callback of two is none', () => {
    expect(capacityOf([shift('14:00', '14:30', 2)], 20)).toBe(2);
    expect(capacityOf([shift('14:00', '14:30', 1), shift('15:00', '15:30', 1)], 20)).toBe(2);
  });

  it('is one stretch where they meet or overlap', () => {
    const runs = runsOf([shift('14:00', '16:00', 1), shift('15:00', '15:30', 1), shift('16:00', '17:00', 2)]);
    expect(runs).toEqual([span('2026-03-02T14:00:00Z', '2026-03-02T17:00:00Z')]);
    expect(runsOf([shift('14:00', '15:00', 1), shift('16:00', '17:00', 1)])).toHaveLength(2);
  });
});

describe('what is overdue', () => {
  const roster = createRoster(
    office({
      hours: [1, 2, 3].flatMap((day) => [
        hours('a', day, '09:00', '11:00'),
        hours('b', day, '10:00', '11:00'),
      ]),
    }),
  );
  const now = new Date('2026-03-02T14:30:00Z'); // Monday, 9:30
  const ahead = (count: number, days = 15) => backlogAhead(roster, { count, now, days }, 20);

  it('takes the first time that there is', () => {
    expect(ahead(0)).toEqual([]);
    expect(ahead(1)).toEqual([{ ...span('2026-03-02T14:30:00Z', '2026-03-02T14:50:00Z'), count: 1 }]);
    // One from 9:30 on, and two from 10:00 on, need until 10:30.
    expect(ahead(4)).toEqual([{ ...span('2026-03-02T14:30:00Z', '2026-03-02T15:30:00Z'), count: 4 }]);
  });

  it('fills day after day, and what is too much for all of them is too much', () => {
    expect(ahead(9).map(({ count }) => count)).toEqual([7, 2]);
    expect(ahead(100, 2).map(({ count }) => count)).toEqual([7, 9, 9]);
  });
});

describe('who is there', () => {
  const late = office({ hours: [hours('a', 1, '15:00', '17:00')] });

  it('is anybody at any time of the stretch', () => {
    expect(isStaffed(late, span('2026-03-02T19:00:00Z', '2026-03-02T20:01:00Z'))).toBe(true);
    expect(isStaffed(late, span('2026-03-02T17:00:00Z', '2026-03-02T20:00:00Z'))).toBe(false);
    expect(isStaffed(late, span('2026-03-03T00:00:00Z', '2026-03-09T00:00:00Z'))).toBe(false);
  });
});

describe('the office that promises', () => {
  const standing = (officeId: string, staffed: boolean, spoken: boolean) => ({
    officeId,
    isStaffed: staffed,
    isSpoken: spoken,
  });
  const chosen = (...offices: ReturnType<typeof standing>[]) => chooseOffice(offices)?.officeId;

  it('is the own one, before the one that covers it where that speaks the language, before whoever is there', () => {
    expect(chosen(standing('LOS', true, true), standing('SND', true, true))).toBe('LOS');
    expect(chosen(standing('LOS', true, false), standing('SND', true, true))).toBe('SND');
    expect(
      chosen(standing('LOS', true, false), standing('SND', true, false), standing('NAT', true, true)),
    ).toBe('LOS');
    expect(
      chosen(standing('LOS', false, false), standing('SND', false, false), standing('NAT', true, true)),
    ).toBe('NAT');
    expect(chosen(standing('LOS', false, false))).toBeUndefined();
  });
});
