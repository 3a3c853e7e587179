import { TwimlError, type TwimlDocument } from '../twiml/retrieve.ts';
import type { Line } from '../verbs/verb.ts';
import { resolveUrl } from '../webhook/address.ts';
import { isFailure } from '../webhook/transport.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { warn, type Call } from './call.ts';
import type { Exchange } from './exchange.ts';
import { holdRecording, type HoldingDeps } from './held-recording.ts';
import { standardParameters } from './parameters.ts';
import { pass } from './time.ts';

export interface LineDeps extends HoldingDeps {
  readonly webhooks: Webhooks;
  /** Call seconds in one second; 0 = waits take no time. */
  readonly speed: number;
  readonly exchange: () => Exchange;
}

/** What the verbs of one document may do to a call. */
export function createLine(call: Call, document: TwimlDocument, deps: LineDeps): Line {
  const { accountSid, webhooks } = deps;

  const line: Line = {
    call,
    accountSid,
    exchange: deps.exchange(),
    documentUrl: document.url,
    async hear(heard, seconds, until) {
      const now = { at: Number(call.elapsed.toFixed(1)), ...heard };
      call.heard.push(now);
      call.party.hear(now);
      await pass(call, seconds, deps.speed, { ...(until !== undefined && { until }) });
    },
    pass: (seconds, until) => pass(call, seconds, deps.speed, { ...(until !== undefined && { until }) }),
    over: () => call.interruption !== undefined || call.party.hangsUpNow(),
    warn: (code, message) => warn(call, code, message),
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
    record: () => holdRecording(call, { source: 'RecordVerb', channels: 1, track: 'inbound' }, deps),
    requestInVain: (request) => call.callbacks.enqueue(request),
  };
  return line;
}
