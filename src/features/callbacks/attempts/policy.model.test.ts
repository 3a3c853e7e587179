import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../kernel/local-date.ts';
import { defaultPolicy, nextTry, planOutcome, planTry, readPolicy } from './policy.model.ts';

const shipped = readFileSync('ivr-flows/callbacks.policy.yaml', 'utf8');
const policy = readPolicy(shipped);

describe('the policy', () => {
  it('is shipped as what holds without one', () => {
    expect(policy).toEqual(defaultPolicy);
  });

  it.each([
    ['attempts: [', 'line 1'],
    [shipped.replace('attempts: 3', 'attempts: 0'), 'at "attempts"'],
    [shipped.replace('{ close: reached }', '{ close: done }'), 'at "outcomes.reached'],
    [shipped.replace(/^ {2}busy:.*\n/m, ''), 'at "outcomes.busy"'],
    [`${shipped}sometimes: 1\n`, 'at ""'],
  ])('is refused with the place of its mistake (%#)', (text, place) => {
    expect(() => readPolicy(text)).toThrow(place);
  });

  it('ends every try at once, and asks a supervisor, when ringing is not safe', () => {
    const plan = { event: 'finish', reason: 'safety_stop', escalate: true };
    expect(planOutcome(policy, 'safety_stop', 1)).toEqual(plan);
  });

  it('gives up as unreached after the third attempt, and not before', () => {
    expect(planOutcome(policy, 'busy', 2)).toEqual({ event: 'retry', afterBusinessDays: 1 });
    expect(planOutcome(policy, 'busy', 3)).toEqual({ event: 'finish', reason: 'unreached', escalate: false });
  });
});

describe('the next try', () => {
  const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({
    weekday,
    opens: '08:00',
    closes: '17:00',
    officers: 1,
  }));
  const asked = {
    now: new Date('2026-03-06T14:00:00Z'), // a Friday, 9:00 in New York
    windowName: 'morning',
    zone: 'eastern',
    calendar: { timeZone: 'America/New_York', hours: weekdays, closures: [], observesFederalHolidays: true },
    taken: [],
    handlingMinutes: 20,
    horizonDays: 15,
    afterBusinessDays: 1,
  } as const;

  it('is on the next business day, in the half of the safe window that was not tried, over a change of clocks', () => {
    const later = { startsAt: new Date('2026-03-09T14:00:00Z'), endsAt: new Date('2026-03-09T16:00:00Z') };
    expect(nextTry(asked)).toEqual(later);
    const earlier = { startsAt: new Date('2026-03-09T12:00:00Z'), endsAt: new Date('2026-03-09T14:00:00Z') };
    expect(nextTry({ ...asked, now: new Date('2026-03-06T16:30:00Z') })).toEqual(earlier);
  });

  it('is never in another window than the caller called safe, however long they would wait', () => {
    expect(nextTry({ ...asked, windowName: 'evening' })).toBeNull();
  });

  describe('when the office keeps no such time within the horizon', () => {
    const window = { startsAt: new Date('2026-03-06T13:00:00Z'), endsAt: new Date('2026-03-06T15:00:00Z') };

    it('waits for the first that it keeps later', () => {
      const closures = Array.from({ length: 30 }, (_, day) => addDays('2026-03-08', day));
      expect(planTry({ ...asked, window, calendar: { ...asked.calendar, closures } })).toEqual({
        startsAt: new Date('2026-04-07T14:00:00Z'),
        endsAt: new Date('2026-04-07T16:00:00Z'),
        kept: true,
      });
    });

    it('waits for the same hours of the caller on a later day, over a change of clocks, and says so', () => {
      const never = { ...asked.calendar, hours: [] };
      expect(planTry({ ...asked, window, now: new Date('2026-03-07T14:00:00Z'), calendar: never })).toEqual({
        startsAt: new Date('2026-03-08T12:00:00Z'),
        endsAt: new Date('2026-03-08T14:00:00Z'),
        kept: false,
      });
    });
  });
});
