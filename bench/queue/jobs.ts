import { parseArgs } from 'node:util';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { defineJob } from '../../src/platform/jobs/define-job.ts';
import type { JobDefinition } from '../../src/platform/jobs/jobs.port.ts';
import { createJobQueue } from '../../src/platform/jobs/queue.ts';
import { keyPrefix } from '../../src/platform/jobs/redis.ts';
import { createWorkers } from '../../src/platform/jobs/workers.ts';
import { createMetrics } from '../../src/platform/observability/metrics.ts';
import { systemClock } from '../../src/platform/system/clock.ts';
import { systemIds } from '../../src/platform/system/ids.ts';
import { testRedis } from '../../test/support/stores.ts';
import { count } from '../arguments.ts';
import { silentLog } from '../silent-log.ts';
import { measured, printReport, ratios } from '../report.ts';

const concurrency = 20;

type Payload = { readonly callbackId: string; readonly epoch: number };
/** Two queues, filled alike: only the worker differs. */
const job = (name: string): JobDefinition<Payload> =>
  defineJob({
    name,
    schema: z.object({ callbackId: z.uuid(), epoch: z.int() }),
    attempts: 5,
    backoffMs: 1_000,
    timeoutMs: 10_000,
    dedupeKey: ({ callbackId, epoch }) => `${callbackId}.${epoch}`,
  });
const ours = job('bench.run-wrapped');
const theirs = job('bench.run-bare');

/**
 * `npm run bench -- jobs [--jobs 20000] [--rounds 7] [--json]`: jobs per second through our worker wrapper against a
 * bare BullMQ worker of the same concurrency, with a handler that does nothing.
 */
export async function benchJobs(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      jobs: { type: 'string', default: '20000' },
      rounds: { type: 'string', default: '7' },
      small: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const jobs = values.small ? 1_000 : count(values.jobs);
  const rounds = values.small ? 2 : count(values.rounds);
  const redis = await testRedis();
  const perSecond = { ours: [] as number[], theirs: [] as number[] };
  // Rounds that do not count, for the code of both to be compiled.
  for (let round = -2; round < rounds; round += 1) {
    const sides = [
      ['ours', ours, runWrapped],
      ['theirs', theirs, runBare],
    ] as const;
    for (const [side, definition, run] of round % 2 === 0 ? sides : sides.toReversed()) {
      await redis.flush();
      await addJobs(redis.url, definition, jobs);
      const rate = await timed(jobs, (onJob) => run(redis.url, onJob));
      if (round >= 0) perSecond[side].push(rate);
    }
  }
  await redis.flush();
  printReport(
    {
      bench: 'jobs',
      settings: { jobs, rounds, concurrency },
      figures: [
        { what: 'our worker', unit: 'jobs/s', measured: measured(perSecond.ours) },
        { what: 'bare BullMQ worker', unit: 'jobs/s', measured: measured(perSecond.theirs) },
      ],
      ratios: [
        {
          what: 'our worker',
          against: 'bare BullMQ worker',
          ratio: ratios(perSecond.ours, perSecond.theirs),
          goal: { atLeast: 0.85 },
        },
      ],
    },
    { json: values.json },
  );
}

async function addJobs(redisUrl: string, definition: JobDefinition<Payload>, jobs: number): Promise<void> {
  const queue = createJobQueue({ redisUrl, log: silentLog });
  const batch = 200;
  for (let at = 0; at < jobs; at += batch) {
    const payloads = Array.from({ length: Math.min(batch, jobs - at) }, () => ({
      callbackId: systemIds.uuid(),
      epoch: 0,
    }));
    await Promise.all(payloads.map((payload) => queue.enqueue(definition, payload)));
  }
  await queue.close();
}

/** Runs a worker until it has run them all. The clock starts at the first one. */
async function timed(
  jobs: number,
  run: (onJob: () => void) => Promise<{ close(): Promise<void> }>,
): Promise<number> {
  let seen = 0;
  let startedAt = 0;
  let worker: { close(): Promise<void> } | undefined;
  const seconds = await new Promise<number>((resolve, reject) => {
    const onJob = (): void => {
      if (seen === 0) startedAt = performance.now();
      seen += 1;
      if (seen === jobs) resolve((performance.now() - startedAt) / 1000);
    };
    run(onJob).then((started) => (worker = started), reject);
  });
  await worker?.close();
  return (jobs - 1) / seconds;
}

async function runWrapped(redisUrl: string, onJob: () => void) {
  const workers = createWorkers({
    catalogue: [ours],
    jobs: [{ definition: ours, handle: async () => onJob() }],
    redisUrl,
    concurrency,
    clock: systemClock,
    log: silentLog,
    metrics: createMetrics(),
  });
  await workers.start();
  return workers;
}

async function runBare(redisUrl: string, onJob: () => void) {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const worker = new Worker(theirs.name, async () => onJob(), { connection, prefix: keyPrefix, concurrency });
  return {
    async close() {
      await worker.close();
      connection.disconnect();
    },
  };
}
