import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { federalHolidays, isFederalHoliday } from './holidays.ts';
import { addDays, weekdayOf } from './local-date.ts';

const holiday = z.object({ id: z.string(), date: z.string(), observed: z.string() });
const { testVectors } = z
  .object({ testVectors: z.record(z.string(), z.array(holiday)) })
  .parse(JSON.parse(readFileSync(new URL('../../data/us-federal-holidays.json', import.meta.url), 'utf8')));

describe('federalHolidays', () => {
  it.each(Object.entries(testVectors))('agrees with the list of %s', (year, expected) => {
    expect(federalHolidays(Number(year))).toEqual(expected);
  });

  it('leaves out holidays of years in which they were not yet observed', () => {
    const ids = federalHolidays(1985).map(({ id }) => id);
    expect(ids).not.toContain('mlk');
    expect(ids).not.toContain('juneteenth');
  });

  it('are observed on working days, a day away at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2200 }), (year) => {
        for (const { date, observed } of federalHolidays(year)) {
          expect(weekdayOf(observed)).toBeLessThanOrEqual(5);
          expect([addDays(date, -1), date, addDays(date, 1)]).toContain(observed);
        }
      }),
    );
  });
});

describe('isFederalHoliday', () => {
  it('closes the day that is observed, not the weekend day itself', () => {
    expect(isFederalHoliday('2026-07-03')).toBe(true);
    expect(isFederalHoliday('2026-07-04')).toBe(false);
  });

  it('closes 31 December when New Year is a Saturday', () => {
    expect(isFederalHoliday('2021-12-31')).toBe(true);
  });

  it('leaves Inauguration Day to the offices around Washington', () => {
    expect(isFederalHoliday('2029-01-20')).toBe(false);
    expect(isFederalHoliday('2025-01-20')).toBe(true); // the third Monday: Martin Luther King's birthday
    expect(isFederalHoliday('2021-01-20')).toBe(false);
  });
});
