import { Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { setTimeout as wait } from 'node:timers/promises';
import { requireHandlers } from './define-job.ts';
import { untilIdle } from './idle.ts';
import type { JobDefinition, RegisteredJob } from './jobs.port.ts';
import { keyPrefix, requireNoEviction, untilReady, workerRedis } from './redis.ts';
import { wrapHandler, type RunDeps } from './run-job.ts';

export interface WorkersOptions extends RunDeps {
  /** Every job that is defined. */
  readonly catalogue: readonly JobDefinition[];
  readonly jobs: readonly RegisteredJob[];
  readonly redisUrl: string;
  /** Runs of one kind of job at a time in this process. */
  readonly concurrency?: number;
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
 * One BullMQ worker for each job, over one shared connection and a blocking one each.
 *
 * @throws AppError `jobs.handler_missing` or `jobs.handler_doubled`
 */
export function createWorkers(options: WorkersOptions): Workers {
  const { catalogue, jobs, redisUrl, log, concurrency = 20, onReconnect } = options;
  requireHandlers(catalogue, jobs);
  const redis = workerRedis(redisUrl, log);
  const workers = jobs.map((job) => createWorker(job, redis, concurrency, options));

  let closing = false;

  return {
    async start() {
      await untilReady(redis);
      if (closing) return;
      await requireNoEviction(redis);
      if (onReconnect) redis.on('ready', onReconnect);
      // A worker's run ends when it is closed; its failures are `error` events.
      for (const worker of workers) void worker.run();
    },
    drain: () =>
      untilIdle(
        redis,
        jobs.map(({ definition }) => definition.name),
      ),
    async close(limitMs = 20_000) {
      closing = true;
      const closed = Promise.allSettled(workers.map((worker) => worker.close()));
      const late = new AbortController();
      const inTime = await Promise.race([
        closed.then(() => true),
        wait(limitMs, false, { signal: late.signal }).catch(() => false),
      ]);
      late.abort();
      if (!inTime) {
        log.error({ limitMs }, 'jobs still run at the end of the time to close; they will be run again');
        for (const worker of workers) worker.cancelAllJobs('closing');
      }
      redis.disconnect();
    },
  };
}

function createWorker(job: RegisteredJob, redis: Redis, concurrency: number, deps: RunDeps): Worker {
  const { name } = job.definition;
  const worker = new Worker(name, wrapHandler(job, deps), {
    connection: redis,
    prefix: keyPrefix,
    autorun: false,
    concurrency,
    ...locks,
  });
  const { log } = deps;
  worker.on('error', (error) => log.debug({ job: name, err: error }, 'a worker met an error'));
  worker.on('stalled', (jobId) =>
    log.warn({ job: name, jobId }, 'a job lost its worker and will be run again'),
  );
  // Another worker may have it by now: this run must not go on.
  worker.on('lockRenewalFailed', (jobIds) => jobIds.forEach((jobId) => worker.cancelJob(jobId, 'lock lost')));
  return worker;
}
