import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../kernel/ports.ts';
import { requireHandlers } from './define-job.ts';
import { untilIdle } from './idle.ts';
import type { JobDefinition, RegisteredJob } from './jobs.port.ts';
import { keyPrefix, requireNoEviction, untilReady, workerRedis } from './redis.ts';
import { wrapHandler, type RunDeps, type WrappedHandler } from './run-job.ts';

export interface WorkersOptions extends RunDeps {
  /** Every job that is defined. */
  readonly catalogue: readonly JobDefinition[];
  readonly jobs: readonly RegisteredJob[];
  readonly redisUrl: string;
  /** Runs of one kind of job at a time in this process. */
  readonly concurrency?: number;
  /** How long a job is held without a sign of life from its worker; tests have less patience. */
  readonly locks?: { readonly lockDuration: number; readonly stalledInterval: number };
  /** Called whenever Redis is reached again: it may have come back empty, so this is the moment to sweep. */
  readonly onReconnect?: () => void;
}

export interface Workers {
  /**
   * Waits for Redis, for as long as it takes, and begins to work.
   *
   * @throws AppError `jobs.redis_unfit` for a Redis that may drop jobs
   */
  start(): Promise<void>;
  /** Resolves when no job is waiting, active, or delayed to a time that has passed. For tests and tools. */
  drain(): Promise<void>;
  /** Takes no new jobs and lets running ones end; at `limitMs` their signals abort and the connections are cut. */
  close(limitMs?: number): Promise<void>;
}

/**
 * A worker that dies leaves its jobs locked. They are found within the lock and two checks, 35 seconds, and run
 * again. BullMQ fails a job for good when it was found so more often than `maxStalledCount`, whatever its
 * attempts, so that limit is far off: a deploy is not the job's fault.
 */
const locks = { lockDuration: 15_000, stalledInterval: 10_000, maxStalledCount: 50 };

/**
 * How long the end of the last jobs may take to reach Redis. After it, a worker without a job in hand is cut off:
 * BullMQ's own close never ends when one of its connections was just about to reconnect.
 */
const settleMs = 1000;

/**
 * One BullMQ worker for each job, over one shared connection and a blocking one each.
 *
 * @throws AppError `jobs.handler_missing` or `jobs.handler_doubled`
 */
export function createWorkers(options: WorkersOptions): Workers {
  const { catalogue, jobs, redisUrl, log, concurrency = 20, onReconnect } = options;
  const held = { ...locks, ...options.locks };
  requireHandlers(catalogue, jobs);
  const redis = workerRedis(redisUrl, log);
  const handlers = jobs.map((job) => ({ name: job.definition.name, ...wrapHandler(job, options) }));
  const workers = handlers.map((handler) => createWorker(handler, { redis, concurrency, log, held }));
  const inHand = () => handlers.reduce((sum, handler) => sum + handler.running(), 0);
  let closing = false;

  return {
    async start() {
      await untilReady(redis);
      if (closing) return;
      await requireNoEviction(redis);
      if (onReconnect) redis.on('ready', onReconnect);
      for (const worker of workers) {
        worker.run().catch((error: unknown) => log.error({ err: error }, 'a worker ended'));
      }
    },
    drain: () =>
      untilIdle(
        redis,
        jobs.map(({ definition }) => definition.name),
      ),
    async close(limitMs = 20_000) {
      closing = true;
      const deadline = performance.now() + limitMs;
      const closed = Promise.allSettled(workers.map((worker) => worker.close()));
      let ended = await endsWithin(closed, Math.min(settleMs, limitMs));
      while (!ended && inHand() > 0 && performance.now() < deadline)
        ended = await endsWithin(closed, settleMs);
      if (inHand() > 0) {
        log.error({ limitMs, count: inHand() }, 'jobs still run at the end of the time to close');
        for (const handler of handlers) handler.end(new Error('the worker closes'));
      }
      // Cut off rather than failed: a lost lock brings the job back, and costs it no attempt.
      if (!ended) for (const worker of workers) worker.disconnect().catch(() => {});
      redis.disconnect();
    },
  };
}

async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const ended = new AbortController();
  const late = wait(ms, false, { signal: ended.signal }).catch(() => false);
  const inTime = await Promise.race([work.then(() => true), late]);
  ended.abort();
  return inTime;
}

interface WorkerOptions {
  readonly redis: Redis;
  readonly concurrency: number;
  readonly log: Log;
  readonly held: typeof locks;
}

function createWorker(
  { name, run, end }: WrappedHandler & { readonly name: string },
  { redis, concurrency, log, held }: WorkerOptions,
): Worker {
  const worker = new Worker(name, run, {
    connection: redis,
    prefix: keyPrefix,
    autorun: false,
    concurrency,
    ...held,
  });
  worker.on('error', (error) => log.debug({ job: name, err: error }, 'a worker met an error'));
  worker.on('stalled', (jobId) =>
    log.warn({ job: name, jobId }, 'a job lost its worker and will be run again'),
  );
  // Another worker may have it by now: this run must not go on.
  worker.on('lockRenewalFailed', (jobIds) =>
    jobIds.forEach((jobId) => end(new Error('the lock was lost'), jobId)),
  );
  return worker;
}
