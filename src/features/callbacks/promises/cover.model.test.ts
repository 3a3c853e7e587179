import { describe, expect, it } from 'vitest';
import type { OfficeAtWork } from './capacity.model.ts';
import { coverHorizon, planCover } from './cover.model.ts';

const office = (officeId: string, timeZone: string, change: Partial<OfficeAtWork> = {}) => ({
  officeId,
  calendar: {
    timeZone,
    hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:30', closes: '17:00', officers: 1 })),
    closures: [],
    observesFederalHolidays: true,
  },
  ...change,
});
/** Its only officer works every weekday from 9:00 to 17:00, and is away for the first week of March. */
const away = (officeId: string, timeZone: string) =>
  office(officeId, timeZone, {
    rota: {
      timeZone,
      isKept: true,
      hours: [1, 2, 3, 4, 5].map((weekday) => ({ staffId: 'a', weekday, starts: '09:00', ends: '17:00' })),
      absences: [{ staffId: 'a', firstDay: '2026-03-02', lastDay: '2026-03-06' }],
      languages: [{ staffId: 'a', language: 'en' }],
    },
  });
const window = (from: string, to: string, language: string | null = 'en-US') => ({
  startsAt: new Date(from),
  endsAt: new Date(to),
  language,
});

describe('the callbacks of a window', () => {
  const newYork = away('NYC', 'America/New_York');

  it('stay where somebody is there, and go where nobody is', () => {
    const [back, gone] = [
      window('2026-03-09T14:00:00Z', '2026-03-09T16:00:00Z'),
      window('2026-03-06T14:00:00Z', '2026-03-06T16:00:00Z'),
    ];
    const covers = [office('NEW', 'America/New_York')];
    expect(planCover(back, newYork, covers)).toEqual({ kind: 'stays' });
    expect(planCover(gone, newYork, covers)).toEqual({
      kind: 'handed_over',
      officeId: 'NEW',
      needsInterpreter: false,
    });
  });

  it('go to whoever is at work in that hour, on whichever clock', () => {
    // 9:00 in New York is 6:00 in Los Angeles, where work begins at 8:30.
    const covers = [office('LOS', 'America/Los_Angeles'), office('MIA', 'America/New_York')];
    const early = window('2026-03-04T14:00:00Z', '2026-03-04T16:30:00Z');
    expect(planCover(early, newYork, covers)).toMatchObject({ officeId: 'MIA' });
    const late = window('2026-03-04T14:00:00Z', '2026-03-04T16:31:00Z');
    expect(planCover(late, newYork, covers)).toMatchObject({ officeId: 'LOS' });
  });

  it('stay over a change of the clock, and go by the clock of who covers', () => {
    const phoenix = away('PHO', 'America/Phoenix');
    // 15:30Z is 8:30 in Phoenix, and on 9 March 9:30 in Denver, an hour further than the week before.
    expect(planCover(window('2026-03-09T15:30:00Z', '2026-03-09T16:00:00Z'), phoenix, [])).toEqual({
      kind: 'nobody',
    });
    const denver = [office('DEN', 'America/Denver')];
    const hour = (day: string) => window(`${day}T14:30:00Z`, `${day}T15:00:00Z`);
    expect(planCover(hour('2026-03-09'), phoenix, denver).kind).toBe('handed_over');
    expect(planCover(hour('2026-03-06'), phoenix, denver).kind).toBe('nobody');
  });

  it('go on a holiday of one office to one that keeps none', () => {
    const boston = office('BOS', 'America/New_York');
    const closed = { ...boston, calendar: { ...boston.calendar, closures: ['2026-04-20'] } };
    const patriotsDay = window('2026-04-20T14:00:00Z', '2026-04-20T16:00:00Z');
    expect(planCover(patriotsDay, closed, [boston])).toMatchObject({ kind: 'handed_over', officeId: 'BOS' });
  });

  it('are rung with an interpreter where nobody who covers speaks the language', () => {
    const covers = [{ ...away('NEW', 'America/New_York'), officeId: 'NEW' }];
    const [cover] = covers;
    const back = window('2026-03-09T14:00:00Z', '2026-03-09T16:00:00Z', 'es-US');
    const closed = office('BOS', 'America/New_York', {
      calendar: { ...office('BOS', 'America/New_York').calendar, hours: [] },
    });
    expect(planCover(back, closed, cover ? [cover] : [])).toMatchObject({ needsInterpreter: true });
    expect(planCover({ ...back, language: null }, closed, covers)).toMatchObject({ needsInterpreter: false });
  });
});

describe('how far ahead cover is seen to', () => {
  it('is three business days of the office, over a weekend and a holiday', () => {
    const { calendar } = office('NYC', 'America/New_York');
    // From Thursday before Memorial Day to Wednesday: the midnight that ends it.
    expect(coverHorizon(calendar, new Date('2026-05-21T15:00:00Z'))).toEqual(
      new Date('2026-05-28T04:00:00Z'),
    );
  });
});
