import { z } from 'zod';
import { defineJob } from '../../platform/jobs/define-job.ts';
import type { JobQueue, RegisteredJob, Sweep } from '../../platform/jobs/jobs.port.ts';
import type { Metrics } from '../../platform/observability/metrics.ts';
import type { OutboxConsumer } from '../../platform/outbox/outbox.port.ts';
import { dispositions } from './calls.model.ts';
import type { CallsService } from './calls.service.ts';

const batch = 100;

export const eraseRecordingJob = defineJob({
  name: 'calls.erase-recording',
  schema: z.object({ recordingId: z.uuid() }),
  attempts: 5,
  backoffMs: 2_000,
  timeoutMs: 30_000,
  dedupeKey: ({ recordingId }) => recordingId,
});

const forgotten = z.object({ callId: z.uuid(), disposition: z.enum(dispositions) });

export interface CallsJobsDeps {
  readonly calls: Pick<CallsService, 'recordingsToErase' | 'eraseRecording'>;
  readonly queue: JobQueue;
  readonly metrics: Pick<Metrics, 'forgottenCall'>;
}

/** What follows when a call is forgotten: it is counted, and the provider deletes what was recorded. */
export function callsJobs({ calls, queue, metrics }: CallsJobsDeps) {
  const erase: RegisteredJob<z.infer<typeof eraseRecordingJob.schema>> = {
    definition: eraseRecordingJob,
    handle: ({ recordingId }) => calls.eraseRecording(recordingId),
  };

  const onForgotten: OutboxConsumer<z.infer<typeof forgotten>> = {
    topic: 'calls.forgotten',
    schema: forgotten,
    async deliver({ payload: { callId, disposition } }) {
      for (const { id } of await calls.recordingsToErase(callId, batch)) {
        await queue.enqueue(eraseRecordingJob, { recordingId: id });
      }
      metrics.forgottenCall(disposition);
    },
  };

  /** For what the queue has lost or given up, and for recordings that came to light after their call was forgotten. */
  const left: Sweep = {
    name: 'calls.erase-recordings',
    everyMs: 30_000,
    async run({ log }) {
      for (const { id } of await calls.recordingsToErase(null, batch)) {
        await calls
          .eraseRecording(id)
          .catch((err: unknown) => log.error({ recordingId: id, err }, 'recording not erased'));
      }
    },
  };

  return { jobs: [erase], consumers: [onForgotten], sweeps: [left] };
}
