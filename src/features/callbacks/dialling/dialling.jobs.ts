import { z } from 'zod';
import type { Clock } from '../../../kernel/ports.ts';
import { defineJob } from '../../../platform/jobs/define-job.ts';
import type { JobQueue, RegisteredJob, Sweep } from '../../../platform/jobs/jobs.port.ts';
import type { OutboxConsumer } from '../../../platform/outbox/outbox.port.ts';
import type { Placing } from './placing.service.ts';

/** Round 0 follows from the event; a sweep begins others, since the queue keeps the ids of finished jobs. */
const legJob = z.object({ legId: z.uuid(), round: z.int() });
const dedupeKey = ({ legId, round }: z.infer<typeof legJob>) => `${legId}.${round}`;

/** Tries, over about two minutes, a provider who does not listen. */
export const placeLegJob = defineJob({
  name: 'callbacks.place-leg',
  schema: legJob,
  attempts: 6,
  backoffMs: 4_000,
  timeoutMs: 45_000,
  dedupeKey,
});

export const letGoJob = defineJob({
  name: 'callbacks.let-go-of-leg',
  schema: legJob,
  attempts: 5,
  backoffMs: 1_000,
  timeoutMs: 30_000,
  dedupeKey,
});

const sweepMs = 15_000;
/** Rounds begin again after so many, weeks later: a payload carries small numbers only. */
const rounds = 500_000;
const sweepPage = 200;
/** How long the queue has before a sweep does its work. */
const graceMs = 10_000;

const legEvent = z.object({ legId: z.uuid() });

export interface DiallingJobsDeps {
  readonly placing: Placing;
  readonly queue: JobQueue;
  readonly clock: Clock;
}

/** What rings and what is let go, carried to the provider: by the queue, and by a sweep where the queue lost it. */
export function diallingJobs({ placing, queue, clock }: DiallingJobsDeps) {
  const place: RegisteredJob<z.infer<typeof legJob>> = {
    definition: placeLegJob,
    handle: ({ legId }, { attempt }) => placing.place(legId, attempt === placeLegJob.attempts),
  };
  const letGo: RegisteredJob<z.infer<typeof legJob>> = {
    definition: letGoJob,
    handle: ({ legId }) => placing.letGo(legId),
  };

  const planned: OutboxConsumer<z.infer<typeof legEvent>> = {
    topic: 'callbacks.leg-planned',
    schema: legEvent,
    deliver: ({ payload }) => queue.enqueue(placeLegJob, { ...payload, round: 0 }),
  };
  const unwanted: OutboxConsumer<z.infer<typeof legEvent>> = {
    topic: 'callbacks.leg-unwanted',
    schema: legEvent,
    deliver: ({ payload }) => queue.enqueue(letGoJob, { ...payload, round: 0 }),
  };

  const sweep = (
    name: string,
    job: typeof placeLegJob,
    find: (olderThanMs: number, limit: number) => Promise<string[]>,
  ): Sweep => ({
    name,
    everyMs: sweepMs,
    async run({ log }) {
      const legIds = await find(graceMs, sweepPage);
      const round = Math.floor(clock.now().getTime() / sweepMs) % rounds;
      await Promise.all(legIds.map((legId) => queue.enqueue(job, { legId, round })));
      if (legIds.length > 0) log.warn({ count: legIds.length }, 'legs that the queue had lost or put off');
    },
  });

  return {
    jobs: [place, letGo],
    consumers: [planned, unwanted],
    sweeps: [
      sweep('callbacks.place-planned-legs', placeLegJob, placing.unasked),
      sweep('callbacks.let-go-of-legs', letGoJob, placing.forgotten),
    ],
  };
}
