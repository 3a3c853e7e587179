import { setTimeout as delay } from 'node:timers/promises';
import type { Subject } from './subject.ts';

/** How long everything may take to be on its way again. */
export const settleLimitMs = 60_000;

/**
 * Waits until every promise that was heard before this moment is ready: all of them fall due within seconds.
 *
 * @returns how long that took; undefined when the time was up
 */
export async function untilReady(subject: Subject): Promise<number | undefined> {
  const startedAt = performance.now();
  const owed = new Set(subject.callers.flatMap(({ sid, heard }) => (heard === undefined ? [] : [sid])));
  while (performance.now() - startedAt < settleLimitMs) {
    for (const { sid, ready } of await subject.promises()) if (ready) owed.delete(sid);
    if (owed.size === 0) return Math.round(performance.now() - startedAt);
    await delay(200);
  }
  return undefined;
}
