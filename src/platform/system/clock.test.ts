import { describe, expect, it } from 'vitest';
import { adjustableClock } from './clock.ts';

const start = new Date('2026-11-24T15:00:00Z');

describe('the adjustable clock', () => {
  it('shows the time of its base until it is put forward', () => {
    const clock = adjustableClock({ now: () => start });
    expect(clock.now()).toEqual(start);
    clock.advance(86_400_000);
    clock.advance(60_000);
    expect(clock.now().toISOString()).toBe('2026-11-25T15:01:00.000Z');
  });

  it('goes on at the speed of its base', () => {
    let now = start;
    const clock = adjustableClock({ now: () => now });
    clock.advance(1000);
    now = new Date('2026-11-24T15:00:05Z');
    expect(clock.now().toISOString()).toBe('2026-11-24T15:00:06.000Z');
  });

  it.each([-1, Number.NaN])('is not put back by %d', (ms) => {
    expect(() => adjustableClock().advance(ms)).toThrow(RangeError);
  });
});
