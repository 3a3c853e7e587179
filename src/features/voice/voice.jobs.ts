import type { Sweep } from '../../platform/jobs/jobs.port.ts';
import type { Telephony } from '../../platform/telephony/telephony.port.ts';
import { terminalStatuses, type CallsService } from '../calls/index.ts';
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
    return found.kind === 'not_found' || terminalStatuses.has(found.call.status);
  }
}
