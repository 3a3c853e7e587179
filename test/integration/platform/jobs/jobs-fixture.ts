import { z } from 'zod';
import { defineJob } from '../../../../src/platform/jobs/define-job.ts';
import type { JobContext, JobDefinition } from '../../../../src/platform/jobs/jobs.port.ts';
import { createJobQueue } from '../../../../src/platform/jobs/queue.ts';
import type { JobMetrics } from '../../../../src/platform/jobs/run-job.ts';
import { createWorkers, type Workers, type WorkersOptions } from '../../../../src/platform/jobs/workers.ts';
import { fakeClock } from '../../../support/clock.ts';
import { seededIds } from '../../../support/ids.ts';
import { memoryLog } from '../../../support/log.ts';

export interface Payload {
  readonly callbackId: string;
}

export function callbackJob(limits: Partial<JobDefinition<Payload>> = {}): JobDefinition<Payload> {
  return defineJob({
    name: 'callbacks.make-ready',
    schema: z.object({ callbackId: z.uuid() }),
    attempts: 3,
    backoffMs: 1,
    timeoutMs: 5000,
    dedupeKey: ({ callbackId }) => `${callbackId}.1`,
    ...limits,
  });
}

/** A queue and workers on a Redis, with what they log and count. `close` ends all that was opened. */
export function jobsFixture(redisUrl: string) {
  const clock = fakeClock('2026-11-24T15:00:00Z');
  const ids = seededIds(7);
  const log = memoryLog();
  const outcomes: string[] = [];
  const waits: number[] = [];
  const metrics: JobMetrics = {
    jobWait: (_job, seconds) => void waits.push(seconds),
    jobRun: ({ outcome }) => void outcomes.push(outcome),
  };
  const queue = createJobQueue({ redisUrl, log });
  const opened: Workers[] = [];

  return {
    clock,
    log,
    outcomes,
    waits,
    queue,
    payload: (): Payload => ({ callbackId: ids.uuid() }),
    workers(
      definition: JobDefinition<Payload>,
      handle: (payload: Payload, context: JobContext) => Promise<void>,
      options: Pick<WorkersOptions, 'onReconnect' | 'concurrency' | 'locks'> = {},
    ): Workers {
      const workers = createWorkers({
        catalogue: [definition],
        jobs: [{ definition, handle }],
        redisUrl,
        clock,
        log,
        metrics,
        ...options,
      });
      opened.push(workers);
      return workers;
    },
    async close() {
      await Promise.all(opened.map((workers) => workers.close()));
      await queue.close();
    },
  };
}
