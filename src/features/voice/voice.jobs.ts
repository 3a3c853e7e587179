import { z } from 'zod';
import { defineJob } from '../../platform/jobs/define-job.ts';
import type { JobQueue, RegisteredJob, Sweep } from '../../platform/jobs/jobs.port.ts';
import type { OutboxConsumer } from '../../platform/outbox/outbox.port.ts';
import type { Telephony } from '../../platform/telephony/telephony.port.ts';
import { terminalStatuses, type CallsService } from '../calls/index.ts';
import type { RemoteRuns } from './voice.remote.ts';
import type { VoiceService } from './voice.service.ts';

/** No step waits this long for a caller: whoever is silent for it has left, or Twilio could not reach us. */
const silentForMs = 15 * 60 * 1000;
/** The longest call that Twilio allows. */
const longestCallMs = 4 * 60 * 60 * 1000;
const batch = 100;

/** Finds out how calls ended whose end was never told to us: a status callback may not come at all (law 3). */
export function endSilentCalls(deps: {
  readonly calls: Pick<CallsService, 'silentCalls'>;
  readonly voice: Pick<VoiceService, 'hangUp'>;
  readonly telephony: Pick<Telephony, 'fetchCall'>;
}): Sweep {
  const { calls, voice, telephony } = deps;
  return {
    name: 'voice.end-silent-calls',
    everyMs: 60_000,
    async run({ log }) {
      const longGone = new Set(await calls.silentCalls(longestCallMs, batch));
      for (const providerSid of await calls.silentCalls(silentForMs, batch)) {
        if (longGone.has(providerSid) || (await hasEnded(providerSid))) await voice.hangUp(providerSid);
        else log.info({}, 'a silent call goes on at the provider');
      }
    },
  };

  async function hasEnded(providerSid: string): Promise<boolean> {
    const found = await telephony.fetchCall(providerSid);
    return found.kind === 'missing' || terminalStatuses.has(found.call.status);
  }
}

const runIdSchema = z.object({ runId: z.uuid() });

/** A caller is on the line: few attempts, soon, and none that takes longer than anyone would wait. */
export const runCapabilityJob = defineJob({
  name: 'voice.run-capability',
  schema: runIdSchema,
  attempts: 3,
  backoffMs: 500,
  timeoutMs: 15_000,
  dedupeKey: ({ runId }) => runId,
});

/** How a remote capability that a call asked for comes to run in a worker. */
export function remoteJobs(deps: { readonly remote: Pick<RemoteRuns, 'answer'>; readonly queue: JobQueue }) {
  const job: RegisteredJob<z.infer<typeof runIdSchema>> = {
    definition: runCapabilityJob,
    handle: ({ runId }, { signal, log }) => deps.remote.answer(runId, signal, log),
  };
  const asked: OutboxConsumer<z.infer<typeof runIdSchema>> = {
    topic: 'voice.capability-asked',
    schema: runIdSchema,
    deliver: ({ payload }) => deps.queue.enqueue(runCapabilityJob, payload),
  };
  return { jobs: [job], consumers: [asked] };
}
