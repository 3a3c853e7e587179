import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Chance } from '../chance.ts';
import { readAddress, signedUrl, withQuery, type Address } from './address.ts';
import type { Fault, WebhookSummary } from './faults.ts';
import { encodeForm } from './form.ts';
import type { WebhookKind, WebhookLog } from './log.ts';
import type { RetryReason } from './overrides.ts';
import { sign, signedString } from './signature.ts';
import { isFailure, type HttpOutcome, type HttpRequest, type Transport } from './transport.ts';

/** What a webhook needs to know of its call. */
export interface WebhookCaller {
  readonly sid: string;
  readonly chance: Chance;
  readonly requests: WebhookLog[];
}

export interface Webhook {
  readonly kind: WebhookKind;
  /** As configured: may carry credentials and connection overrides. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly params: Readonly<Record<string, string>>;
}

/** The last answer, and the URL that gave it: relative URLs in it start there. */
export interface WebhookResult {
  readonly url: string;
  readonly outcome: HttpOutcome;
}

export interface Webhooks {
  /** Signs, sends, retries and follows redirects within the budget. Never rejects. */
  send(caller: WebhookCaller, webhook: Webhook, fault?: Fault): Promise<WebhookResult>;
  /** What the fault plan holds in store for a webhook; asked once per webhook. */
  faultOf(caller: WebhookCaller, webhook: Webhook): Fault;
  /** Sends a logged request again, byte for byte, its old signature included. */
  replay(entry: WebhookLog): Promise<HttpOutcome>;
}

export interface WebhooksDeps {
  readonly authToken: string;
  readonly budgetMs: number;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: (webhook: WebhookSummary) => Fault;
  readonly record: (entry: WebhookLog) => void;
}

const mostRedirects = 10;

/** What one wire request was signed from; kept for the log. */
interface Wire extends HttpRequest {
  readonly signedString: string;
  readonly params: Readonly<Record<string, string>>;
}

function reasonToRetry(outcome: HttpOutcome): RetryReason | undefined {
  if (isFailure(outcome)) {
    if (outcome.failure === 'connect') return 'ct';
    return outcome.failure === 'read' ? 'rt' : undefined;
  }
  if (outcome.status >= 500) return '5xx';
  return outcome.status >= 400 ? '4xx' : undefined;
}

export function createWebhooks(deps: WebhooksDeps): Webhooks {
  let sent = 0;

  const prepare = (caller: WebhookCaller, url: string, webhook: Webhook, token: string): Wire => {
    const form = encodeForm(caller.chance.shuffled(Object.entries(webhook.params)));
    const post = webhook.method === 'POST';
    const requestUrl = post ? url : withQuery(url, form);
    const text = signedString(signedUrl(requestUrl), post ? webhook.params : {});
    const body = post ? form : '';
    const headers: Record<string, string> = {
      'User-Agent': 'TwilioProxy/1.1',
      Accept: '*/*',
      'Accept-Encoding': 'gzip',
      'X-Home-Region': 'us1',
      'X-Twilio-Signature': sign(deps.authToken, text),
      'I-Twilio-Idempotency-Token': token,
    };
    if (post) {
      headers['Content-Type'] = 'application/x-www-form-urlencoded; charset=UTF-8';
      headers['Content-Length'] = String(Buffer.byteLength(body));
    }
    return {
      method: webhook.method,
      url: requestUrl,
      headers,
      body,
      signedString: text,
      params: webhook.params,
    };
  };

  const exchange = async (
    wire: Wire,
    about: {
      caller: WebhookCaller | undefined;
      callSid: string;
      kind: WebhookKind;
      attempt: number;
      copy: 0 | 1 | 2;
    },
    limits: { connectMs: number; readMs: number; totalMs: number },
    drop: Fault['drop'],
  ): Promise<HttpOutcome> => {
    const startedAt = deps.clock.now();
    const arrived: HttpOutcome =
      drop === 'request'
        ? { failure: 'connect', code: 11205, message: 'A fault dropped the request' }
        : await deps.transport.send(wire, limits);
    const outcome: HttpOutcome =
      drop === 'response' && !isFailure(arrived)
        ? { failure: 'read', code: 11200, message: 'A fault dropped the answer' }
        : arrived;
    sent += 1;
    const entry: WebhookLog = {
      id: `${about.callSid}/${sent}`,
      callSid: about.callSid,
      kind: about.kind,
      at: startedAt.toISOString(),
      method: wire.method,
      url: wire.url,
      params: wire.params,
      headers: wire.headers,
      body: wire.body,
      signedString: wire.signedString,
      attempt: about.attempt,
      copy: about.copy,
      durationMs: deps.clock.now().getTime() - startedAt.getTime(),
      ...(!isFailure(arrived) && {
        response: {
          status: arrived.status,
          contentType: arrived.headers['content-type'] ?? '',
          body: arrived.body,
        },
      }),
      ...(isFailure(outcome) && { error: { code: outcome.code, message: outcome.message } }),
    };
    about.caller?.requests.push(entry);
    deps.record(entry);
    return outcome;
  };

  /** One attempt: the request, a second one with credentials if asked for, and redirects. */
  const attemptOnce = async (
    caller: WebhookCaller,
    webhook: Webhook,
    address: Address,
    token: string,
    attempt: number,
    fault: Fault,
    leftMs: () => number,
  ): Promise<WebhookResult> => {
    const { connectMs, readMs = leftMs() } = address.overrides;
    const go = async (wire: Wire, copy: 0 | 1, drop: Fault['drop']): Promise<HttpOutcome> =>
      exchange(
        wire,
        { caller, callSid: caller.sid, kind: webhook.kind, attempt, copy },
        { connectMs, readMs, totalMs: Math.max(1, leftMs()) },
        drop,
      );
    let wire = prepare(caller, address.url, webhook, token);
    const drop = attempt === 1 || fault.drop === 'request' ? fault.drop : undefined;
    const twin = attempt === 1 && fault.duplicate === 'concurrent' ? go(wire, 1, undefined) : undefined;
    let outcome = await go(wire, 0, drop);
    await twin;
    if (attempt === 1 && fault.duplicate === 'sequential') await go(wire, 1, undefined);
    let url = address.url;
    for (let hops = 0; !isFailure(outcome); hops += 1) {
      const { status, headers } = outcome;
      if (
        status === 401 &&
        address.credentials &&
        hops === 0 &&
        /basic/i.test(headers['www-authenticate'] ?? '')
      ) {
        const { user, password } = address.credentials;
        const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
        wire = { ...wire, headers: { ...wire.headers, Authorization: basic } };
      } else if (status >= 300 && status < 400 && headers.location !== undefined) {
        if (hops >= mostRedirects) {
          return { url, outcome: { failure: 'protocol', code: 11215, message: 'Too many redirects' } };
        }
        if (!URL.canParse(headers.location, url)) break;
        url = new URL(headers.location, url).href;
        // A POST becomes a GET and its parameters are lost, as on Twilio.
        const bare = status < 304 ? { ...webhook, method: 'GET' as const, params: {} } : webhook;
        wire = prepare(caller, url, bare, token);
      } else break;
      outcome = await go(wire, 0, undefined);
    }
    return { url, outcome };
  };

  return {
    faultOf: (caller, webhook) =>
      deps.faults({ kind: webhook.kind, callSid: caller.sid, url: webhook.url, params: webhook.params }),

    async send(caller, webhook, fault = {}) {
      if (fault.delayMs !== undefined && fault.delayMs > 0) await sleep(fault.delayMs);
      const address = readAddress(webhook.url);
      if (address === undefined) {
        const outcome = { failure: 'protocol', code: 11100, message: 'Not an absolute http(s) URL' } as const;
        return { url: webhook.url, outcome };
      }
      const token = caller.chance.uuid();
      const { retries, retryOn, totalMs } = address.overrides;
      const endsAt = performance.now() + Math.min(deps.budgetMs, totalMs ?? deps.budgetMs);
      const leftMs = (): number => endsAt - performance.now();
      for (let attempt = 1; ; attempt += 1) {
        const result = await attemptOnce(caller, webhook, address, token, attempt, fault, leftMs);
        const reason = reasonToRetry(result.outcome);
        if (reason === undefined || !retryOn.has(reason) || attempt > retries || leftMs() <= 0) {
          if (isFailure(result.outcome)) {
            const { code } = result.outcome;
            deps.log.warn({ callSid: caller.sid, webhook: webhook.kind, code }, 'webhook failed');
          }
          return result;
        }
      }
    },

    replay: (entry) =>
      exchange(
        entry,
        { caller: undefined, callSid: entry.callSid, kind: entry.kind, attempt: entry.attempt, copy: 2 },
        { connectMs: deps.budgetMs, readMs: deps.budgetMs, totalMs: deps.budgetMs },
        undefined,
      ),
  };
}
