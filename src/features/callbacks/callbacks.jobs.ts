import { z } from 'zod';
import { defineJob } from '../../platform/jobs/define-job.ts';
import type { JobQueue, RegisteredJob, Sweep } from '../../platform/jobs/jobs.port.ts';
import type { OutboxConsumer } from '../../platform/outbox/outbox.port.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { CallbacksService } from './callbacks.service.ts';

/** Only what falls due within the horizon is in Redis: its memory follows the hour, not the backlog. */
export const horizonMs = 60 * 60 * 1000;
/** How long the queue has to be on time before the sweep does its work. */
const overdueGraceMs = 5_000;
const sweepPage = 500;

export const makeReadyJob = defineJob({
  name: 'callbacks.make-ready',
  schema: z.object({ callbackId: z.uuid(), epoch: z.int() }),
  attempts: 5,
  backoffMs: 1_000,
  timeoutMs: 10_000,
  dedupeKey: ({ callbackId, epoch }) => `${callbackId}.${epoch}`,
});

export interface CallbacksJobsDeps {
  readonly callbacks: CallbacksService;
  readonly queue: JobQueue;
  readonly clock: Clock;
}

/**
 * BullMQ carries the time, Postgres the truth. A promise within the horizon is queued as soon as it is
 * committed; the sweep queues what comes into the horizon later or was lost with Redis, and makes ready by
 * itself what is overdue.
 */
export function callbacksJobs({ callbacks, queue, clock }: CallbacksJobsDeps) {
  const enqueue = (row: { id: string; epoch: number; window_starts_at: Date }) =>
    queue.enqueue(
      makeReadyJob,
      { callbackId: row.id, epoch: row.epoch },
      { delayMs: Math.max(0, row.window_starts_at.getTime() - clock.now().getTime()) },
    );

  const job: RegisteredJob<z.infer<typeof makeReadyJob.schema>> = {
    definition: makeReadyJob,
    // Not due (a clock that runs ahead) or not waiting any more: nothing happens, and the sweep sees to the rest.
    handle: async ({ callbackId }) => void (await callbacks.makeReady(callbackId)),
  };

  const promised: OutboxConsumer<{ callbackId: string }> = {
    topic: 'callbacks.promised',
    schema: z.object({ callbackId: z.uuid() }),
    async deliver({ payload }) {
      const due = await callbacks.dueAt(payload.callbackId);
      if (due === undefined || due.window_starts_at.getTime() > clock.now().getTime() + horizonMs) return;
      await enqueue({ id: payload.callbackId, ...due });
    },
  };

  const overdue: Sweep = {
    name: 'callbacks.make-overdue-ready',
    everyMs: 30_000,
    async run({ log }) {
      for (;;) {
        const count = await callbacks.makeOverdueReady(overdueGraceMs, sweepPage);
        if (count > 0) log.warn({ count }, 'made overdue callbacks ready: the queue did not');
        if (count < sweepPage) return;
      }
    },
  };

  const horizon: Sweep = {
    name: 'callbacks.load-horizon',
    everyMs: 30_000,
    async run() {
      let after: { at: Date; id: string } | null = null;
      for (;;) {
        const rows = await callbacks.dueWithin(horizonMs, after, sweepPage);
        await Promise.all(rows.map(enqueue));
        const last = rows.at(-1);
        if (last === undefined || rows.length < sweepPage) return;
        after = { at: last.window_starts_at, id: last.id };
      }
    },
  };

  const lapsed: Sweep = {
    name: 'callbacks.release-lapsed-claims',
    everyMs: 30_000,
    async run() {
      while ((await callbacks.releaseLapsedClaims(sweepPage)) === sweepPage);
    },
  };

  return { jobs: [job], consumers: [promised], sweeps: [overdue, horizon, lapsed] };
}
