import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { keyPrefix } from './redis.ts';

/**
 * Resolves when none of the queues has a job that is waiting, active, or delayed to a time that has passed. Asks
 * again and again: each question is a round trip to Redis, so there is no rest to choose, and nothing to miss as
 * there would be with events.
 */
export async function untilIdle(redis: Redis, names: readonly string[]): Promise<void> {
  const queues = names.map((name) => new Queue(name, { connection: redis, prefix: keyPrefix }));
  try {
    for (const queue of queues) queue.on('error', () => {});
    while ((await Promise.all(queues.map(isBusy))).some(Boolean)) await nextTurn();
  } finally {
    await Promise.all(queues.map((queue) => queue.close()));
  }
}

async function isBusy(queue: Queue): Promise<boolean> {
  const {
    waiting = 0,
    active = 0,
    prioritized = 0,
  } = await queue.getJobCounts('waiting', 'active', 'prioritized');
  if (waiting + active + prioritized > 0) return true;
  const [next] = await queue.getDelayed(0, 0);
  return next !== undefined && next.timestamp + next.delay <= Date.now();
}
