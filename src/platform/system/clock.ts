import type { Clock } from '../../kernel/ports.ts';

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs at normal speed but can be put forward. */
export interface AdjustableClock extends Clock {
  /** Puts the clock forward by so many milliseconds; time never runs backwards, so `ms` must not be negative. */
  advance(ms: number): void;
}

/** The demo's clock: a callback that is due tomorrow can be shown today. */
export function adjustableClock(base: Clock = systemClock): AdjustableClock {
  let offsetMs = 0;
  return {
    now: () => new Date(base.now().getTime() + offsetMs),
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`A clock cannot be put back (${ms} ms)`);
      offsetMs += ms;
    },
  };
}
