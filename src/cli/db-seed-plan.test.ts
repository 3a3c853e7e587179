import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCaseNumber } from '../kernel/case-number.ts';
import { planCases, type PlannedCase, type SeedOffice, type SeedWish } from './db-seed-plan.ts';

const now = new Date('2026-03-03T15:00:00Z');
const hourMs = 3_600_000;
const offices: readonly SeedOffice[] = [
  { id: 'LOS', timeZone: 'America/Los_Angeles', officerIds: ['one', 'two'] },
  { id: 'MIA', timeZone: 'America/New_York', officerIds: [] },
  { id: 'SNJ', timeZone: 'America/Puerto_Rico', officerIds: ['three'] },
];
const wish: SeedWish = {
  cases: 3_000,
  callbacks: 2_000,
  open: 800,
  dueWithinHour: 40,
  seed: 7,
  already: 0,
  now,
};
const plan = (changes: Partial<SeedWish> = {}): PlannedCase[] => [
  ...planCases({ ...wish, ...changes }, offices),
];
const callbacksOf = (cases: readonly PlannedCase[]) => cases.flatMap(({ callback }) => callback ?? []);
const told = (cases: readonly PlannedCase[]) => JSON.stringify(cases);

describe('the plan of made-up cases', () => {
  const cases = plan();
  const open = callbacksOf(cases).filter(({ state }) => state !== 'closed');

  it('has as many of each as were wished for', () => {
    expect(cases).toHaveLength(3_000);
    expect(callbacksOf(cases)).toHaveLength(2_000);
    expect(open).toHaveLength(800);
  });

  it('has exactly as many due within the hour as were wished for', () => {
    const due = open.filter(({ state, startsAt }) => state === 'waiting' && +startsAt <= +now + hourMs);
    expect(due).toHaveLength(40);
    expect(due.every(({ startsAt }) => startsAt > now)).toBe(true);
  });

  it('lets each officer hold one callback of their own office', () => {
    const claimed = cases.filter(({ callback }) => callback?.state === 'claimed');
    expect(claimed.map(({ officeId, callback }) => [officeId, callback?.claimedBy])).toEqual([
      ['LOS', 'one'],
      ['LOS', 'two'],
      ['SNJ', 'three'],
    ]);
  });

  it('has some of each state, and late ones that were escalated', () => {
    const count = (state: string) => open.filter((callback) => callback.state === state).length;
    expect(count('waiting')).toBeGreaterThan(400);
    expect(count('ready')).toBeGreaterThan(50);
    const late = open.filter(({ endsAt }) => endsAt < now);
    expect(late.length).toBeGreaterThan(10);
    expect(late.some(({ escalatedTo }) => escalatedTo !== null)).toBe(true);
  });

  it('promises nothing before the call and ends no window before it begins', () => {
    for (const { openedAt, callback } of cases) {
      if (callback === null) continue;
      expect(callback.promisedAt > openedAt).toBe(true);
      expect(callback.endsAt > callback.startsAt).toBe(true);
      if (callback.closedAt) expect(callback.closedAt < now).toBe(true);
    }
  });

  it('gives only numbers that nobody can be rung on', () => {
    expect(cases.every(({ phone }) => /^\+1\d{3}55501\d\d$/.test(phone))).toBe(true);
  });

  it('gives every case a number of its own, of years before there was a hotline', () => {
    const numbers = [...cases, ...plan({ already: 3_000 }), ...plan({ already: 999_000 })].map(
      ({ number }) => number,
    );
    expect(new Set(numbers).size).toBe(9_000);
    expect(numbers.every((number) => parseCaseNumber(number) === number && /^HL-0[01]-/.test(number))).toBe(
      true,
    );
  });

  it('comes out the same for the same seed, and otherwise for another', () => {
    expect(told(plan())).toBe(told(cases));
    expect(told(plan({ seed: 8 }))).not.toBe(told(cases));
  });

  it('holds for any sizes', () => {
    const sizes = fc
      .record({
        cases: fc.integer({ min: 1, max: 60 }),
        parts: fc.array(fc.nat(60), { minLength: 3, maxLength: 3 }),
      })
      .map((given) => [given.cases, ...given.parts].sort((a, b) => b - a))
      .filter(([most = 0]) => most > 0);
    fc.assert(
      fc.property(sizes, ([count = 1, callbacks = 0, open = 0, dueWithinHour = 0]) => {
        const made = plan({ cases: count, callbacks, open, dueWithinHour });
        expect(made).toHaveLength(count);
        expect(callbacksOf(made)).toHaveLength(callbacks);
        expect(callbacksOf(made).filter(({ state }) => state !== 'closed')).toHaveLength(open);
      }),
      { numRuns: 30 },
    );
  });
});
