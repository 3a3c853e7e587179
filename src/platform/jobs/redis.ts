import { Redis } from 'ioredis';
import { appError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/ports.ts';

/** All keys share one slot of a Redis Cluster, which BullMQ's scripts need. */
export const keyPrefix = '{hotline}';

/**
 * The producer's connection gives up at once: whoever enqueues is the relay or a sweep, which asks again later.
 * It never queues commands while Redis is away, and waits a second for an answer of a Redis that hangs.
 */
export function producerRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 1000,
    connectTimeout: 2000,
    connectionName: 'hotline-producer',
  });
  return logOutages(redis, log, 'producer');
}

/** The workers' connection waits as long as it takes: a worker without Redis has nothing else to do. */
export function workerRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: 2000,
    connectionName: 'hotline-worker',
  });
  return logOutages(redis, log, 'worker');
}

/** One line when Redis goes and one when it is back, not one for each try in between. */
function logOutages(redis: Redis, log: Log, component: string): Redis {
  let away = false;
  redis.on('error', (error: NodeJS.ErrnoException) => {
    if (!away) log.warn({ component, code: error.code ?? 'unknown' }, 'Redis is away');
    away = true;
  });
  redis.on('ready', () => {
    if (away) log.info({ component }, 'Redis is back');
    away = false;
  });
  return redis;
}

/**
 * Refuses a Redis that would throw jobs away when it is full: with any policy but `noeviction` it drops them
 * silently, half of them in a trial. Asks by INFO, since managed services forbid CONFIG.
 *
 * @throws AppError `jobs.redis_unfit`, saying what to set
 */
export async function requireNoEviction(redis: Pick<Redis, 'info'>): Promise<void> {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1] ?? 'unknown';
  if (policy === 'noeviction') return;
  throw appError('jobs.redis_unfit', {
    detail: `Redis has maxmemory-policy ${policy} and would drop jobs when it is full; set maxmemory-policy noeviction.`,
    fields: { policy },
  });
}

/** Waits for Redis, for as long as it takes, or until the connection is ended. */
export async function untilReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return;
  // Not events.once: it would reject at the first refused try.
  await new Promise<void>((resolve) => {
    redis.once('ready', () => resolve());
    redis.once('end', () => resolve());
  });
}
