import { rfc2822 } from '../clock.ts';
import type { Recordings } from '../recordings.ts';
import { TwimlError, type TwimlDocument } from '../twiml/retrieve.ts';
import type { HeldRecording, Line } from '../verbs/verb.ts';
import { resolveUrl } from '../webhook/address.ts';
import { isFailure } from '../webhook/transport.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { momentOf, type Call } from './call.ts';
import { standardParameters } from './parameters.ts';

export interface LineDeps {
  readonly accountSid: string;
  readonly webhooks: Webhooks;
  readonly recordings: Recordings;
  /** Call seconds in one second; 0 = waits take no time. */
  readonly speed: number;
  /** Where media can be fetched, without a trailing slash. */
  readonly mediaUrl: () => string;
}

/** Lets call time pass; wakes early when REST interrupts the call. Without speed there is no timer. */
export async function pass(call: Call, seconds: number, speed: number): Promise<void> {
  if (call.interruption !== undefined) return;
  if (speed <= 0) {
    call.elapsed += seconds;
    return;
  }
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, (seconds * 1000) / speed);
    call.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  delete call.wake;
  call.elapsed += Math.min(seconds, ((performance.now() - begun) / 1000) * speed);
}

/** What the verbs of one document may do to a call. */
export function createLine(call: Call, document: TwimlDocument, deps: LineDeps): Line {
  const { accountSid, webhooks, recordings } = deps;

  const hold = (seconds: number): HeldRecording => {
    const recording = recordings.add(call.sid, momentOf(call), seconds);
    const url = `${deps.mediaUrl()}/2010-04-01/Accounts/${accountSid}/Recordings/${recording.sid}`;
    call.recordings.push(recording.sid);
    return {
      sid: recording.sid,
      url,
      complete: () => {
        recording.status = 'completed';
        recording.updatedAt = momentOf(call);
      },
      tell: (status, callback) =>
        call.callbacks.enqueue({
          kind: 'recording-status',
          ...callback,
          params: {
            AccountSid: accountSid,
            CallSid: call.sid,
            RecordingSid: recording.sid,
            RecordingUrl: url,
            RecordingStatus: status,
            ...(status === 'completed' && { RecordingDuration: String(seconds) }),
            RecordingChannels: '1',
            RecordingStartTime: rfc2822(recording.startedAt),
            RecordingSource: 'RecordVerb',
            RecordingTrack: 'inbound',
            ErrorCode: '0',
          },
        }),
    };
  };

  const line: Line = {
    call,
    documentUrl: document.url,
    async hear(heard, seconds) {
      call.heard.push({ at: Number(call.elapsed.toFixed(1)), ...heard });
      if (heard.text !== '') call.party.hear(heard.text);
      await pass(call, seconds, deps.speed);
    },
    pass: (seconds) => pass(call, seconds, deps.speed),
    over: () => call.interruption !== undefined || call.party.hangsUpNow(),
    warn: (code, message) => void call.warnings.push({ code, message }),
    resolve(reference) {
      const url =
        reference === undefined || reference === '' ? document.url : resolveUrl(reference, document.url);
      if (url === undefined)
        throw new TwimlError(11100, 'Invalid URL format: relative, and the document has no URL');
      return url;
    },
    request: (kind, reference, method, params) => ({
      kind,
      method,
      url: line.resolve(reference),
      params: { ...standardParameters(call, accountSid), ...params },
    }),
    async fetchMedia(url) {
      const media = { kind: 'media', method: 'GET', url, params: {} } as const;
      const { outcome } = await webhooks.send(call, media);
      if (isFailure(outcome) || outcome.status >= 300) return undefined;
      return outcome.headers['content-type'];
    },
    record: hold,
    requestInVain: (request) => call.callbacks.enqueue(request),
  };
  return line;
}
