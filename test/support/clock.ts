import type { Clock } from '../../src/kernel/ports.ts';

export interface FakeClock extends Clock {
  advance(ms: number): void;
  set(iso: string): void;
}

/** A clock that stands still until it is told otherwise. `iso` such as `2026-11-24T15:00:00Z`. */
export function fakeClock(iso: string): FakeClock {
  let now = instant(iso);
  return {
    now: () => new Date(now),
    advance: (ms) => {
      now += ms;
    },
    set: (later) => {
      now = instant(later);
    },
  };
}

function instant(iso: string): number {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) throw new Error(`not an instant: ${iso}`);
  return ms;
}
