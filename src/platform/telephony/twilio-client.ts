import type { TwilioConfig } from '../../config/config.ts';
import { failureOf, unexpected } from './twilio-failure.ts';
import { openTwilio, type TwilioSdk } from './twilio-sdk.ts';
import type { ProviderCall, ProviderRecording, Telephony } from './telephony.port.ts';

const statusEvents = ['initiated', 'ringing', 'answered', 'completed'];
const alreadyEnded = 21220;
/** Calls that one list asks for at most, and the provider's longest page. */
const mostListed = 5000;
const longestPage = 1000;
/** Longest that the verdict may take: greetings of offices run over half a minute, and Twilio allows 59 seconds. */
const detectionSeconds = 45;

/**
 * Calls by the provider's REST API, through its own SDK.
 *
 * Other errors than the results of the port are AppErrors `twilio.rest_refused` (with the provider's code) and
 * `twilio.rest_unavailable`.
 */
export function createTwilioTelephony(config: TwilioConfig): Telephony {
  const client = openTwilio(config);

  /** Runs a request on one thing; its absence is a result. */
  async function found<T>(request: (client: TwilioSdk) => Promise<T>): Promise<T | null> {
    try {
      return await request(await client());
    } catch (error) {
      if (failureOf(error).kind === 'missing') return null;
      throw unexpected(error);
    }
  }

  /** Changes a call that goes on; that it does not is a result. */
  async function changed<K extends string>(
    callSid: string,
    change: { readonly status: 'completed' } | { readonly url: string },
    done: K,
  ): Promise<{ readonly kind: K | 'already_ended' | 'missing' }> {
    try {
      await (await client()).calls(callSid).update(change);
      return { kind: done };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'missing') return { kind: 'missing' };
      if (failure.kind === 'refused' && failure.providerCode === alreadyEnded)
        return { kind: 'already_ended' };
      throw unexpected(error);
    }
  }

  return {
    async startCall({ to, from, answerUrl, statusUrl, ringSeconds, longestSeconds, machineDetection }) {
      try {
        const call = await (
          await client()
        ).calls.create({
          to,
          from,
          url: answerUrl,
          statusCallback: statusUrl,
          statusCallbackEvent: statusEvents,
          timeout: ringSeconds,
          timeLimit: longestSeconds,
          ...(machineDetection && { machineDetection, machineDetectionTimeout: detectionSeconds }),
        });
        return { kind: 'started', callSid: call.sid };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'unauthorised') throw unexpected(error);
        if (failure.kind === 'missing' || failure.kind === 'refused') {
          return { kind: 'refused', providerCode: failure.providerCode };
        }
        return { kind: failure.kind };
      }
    },

    async fetchCall(callSid) {
      const call = await found((twilio) => twilio.calls(callSid).fetch());
      return call === null ? { kind: 'missing' } : { kind: 'found', call: toCall(call) };
    },

    async listCalls({ startedAfter, ...numbers }) {
      try {
        const { calls } = await client();
        const list = (filter: object) =>
          calls.list({ ...numbers, ...filter, limit: mostListed + 1, pageSize: longestPage });
        // A call that waits to be placed has no start, and no filter by start finds it. Those come first: one that
        // starts to ring in between is then on both lists, and not on neither.
        const waiting = await list({ status: 'queued' });
        const started = await list({ startTimeAfter: startedAfter });
        const found = new Map(
          [...waiting, ...started].filter(isOurs).map((call) => [call.sid, toCall(call)]),
        );
        return {
          calls: [...found.values()].filter((call) => isSince(startedAfter, call)),
          truncated: waiting.length > mostListed || started.length > mostListed,
        };
      } catch (error) {
        throw unexpected(error);
      }
    },

    endCall: (callSid) => changed(callSid, { status: 'completed' }, 'ended'),
    redirectCall: (callSid, url) => changed(callSid, { url }, 'redirected'),

    async fetchRecording(recordingSid) {
      const recording = await found((twilio) => twilio.recordings(recordingSid).fetch());
      return recording === null ? { kind: 'missing' } : { kind: 'found', recording: toRecording(recording) };
    },

    async deleteRecording(recordingSid) {
      const removed = await found((twilio) => twilio.recordings(recordingSid).remove());
      return removed === null ? { kind: 'missing' } : { kind: 'deleted' };
    },
  };
}

/** A call that a document of ours connected has our number as well, and was not asked for by itself. */
const isOurs = ({ direction }: { readonly direction: string }): boolean => direction !== 'outbound-dial';

/** The provider tells times in whole seconds. */
function isSince(at: Date, { createdAt, startedAt }: ProviderCall): boolean {
  const known = createdAt ?? startedAt;
  return known === null || known.getTime() >= Math.floor(at.getTime() / 1000) * 1000;
}

function toCall(call: {
  readonly sid: string;
  readonly status: ProviderCall['status'];
  readonly dateCreated: Date | null;
  readonly startTime: Date | null;
  readonly duration: string | null;
}): ProviderCall {
  return {
    callSid: call.sid,
    status: call.status,
    createdAt: call.dateCreated,
    startedAt: call.startTime,
    seconds: toSeconds(call.duration),
  };
}

function toRecording(recording: {
  readonly sid: string;
  readonly callSid: string;
  readonly status: string;
  readonly duration: string | null;
}): ProviderRecording {
  const { sid, callSid, status, duration } = recording;
  return { recordingSid: sid, callSid, status, seconds: toSeconds(duration) };
}

/** Twilio sends numbers as text, `-1` and null for those that are not known yet. */
function toSeconds(duration: string | null): number | null {
  const seconds = Number(duration ?? Number.NaN);
  return Number.isInteger(seconds) && seconds >= 0 ? seconds : null;
}
