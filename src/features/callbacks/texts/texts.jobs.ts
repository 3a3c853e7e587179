import { z } from 'zod';
import type { Clock } from '../../../kernel/ports.ts';
import { defineJob } from '../../../platform/jobs/define-job.ts';
import type { JobQueue, RegisteredJob, Sweep } from '../../../platform/jobs/jobs.port.ts';
import type { OutboxConsumer } from '../../../platform/outbox/outbox.port.ts';
import type { SendingService } from './sending.service.ts';

/** Round 0 follows from the event; a sweep begins others, since the queue keeps the ids of finished jobs. */
const textJob = z.object({ textId: z.uuid(), round: z.int() });

export const sendTextJob = defineJob({
  name: 'callbacks.send-text',
  schema: textJob,
  attempts: 4,
  backoffMs: 4_000,
  timeoutMs: 45_000,
  dedupeKey: ({ textId, round }) => `${textId}.${round}`,
});

const sweepMs = 30_000;
/** Rounds begin again after so many, weeks later: a payload carries small numbers only. */
const rounds = 500_000;
const sweepPage = 200;
/** How long the queue has before a sweep does its work. */
const graceMs = 60_000;

const textEvent = z.object({ textId: z.uuid() });

export interface TextsJobsDeps {
  readonly sending: SendingService;
  readonly queue: JobQueue;
  readonly clock: Clock;
}

/** Texts carried to the provider, by the queue or by a sweep where it lost them; and what became of them. */
export function textsJobs({ sending, queue, clock }: TextsJobsDeps) {
  const send: RegisteredJob<z.infer<typeof textJob>> = {
    definition: sendTextJob,
    handle: ({ textId }) => sending.send(textId),
  };

  const planned: OutboxConsumer<z.infer<typeof textEvent>> = {
    topic: 'callbacks.text-planned',
    schema: textEvent,
    deliver: ({ payload }) => queue.enqueue(sendTextJob, { ...payload, round: 0 }),
  };

  const late: Sweep = {
    name: 'callbacks.send-planned-texts',
    everyMs: sweepMs,
    async run({ log }) {
      const textIds = await sending.unasked(graceMs, sweepPage);
      const round = Math.floor(clock.now().getTime() / sweepMs) % rounds;
      await Promise.all(textIds.map((textId) => queue.enqueue(sendTextJob, { textId, round })));
      if (textIds.length > 0) log.warn({ count: textIds.length }, 'texts that the queue had lost or put off');
    },
  };

  const untold: Sweep = {
    name: 'callbacks.ask-after-texts',
    everyMs: sweepMs,
    run: () => sending.askAfter(),
  };

  const unanswered: Sweep = {
    name: 'callbacks.end-unanswered-texts',
    everyMs: sweepMs,
    run: () => sending.endUnanswered(),
  };

  return { jobs: [send], consumers: [planned], sweeps: [late, untold, unanswered] };
}
