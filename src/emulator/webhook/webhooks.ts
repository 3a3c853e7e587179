import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Chance } from '../chance.ts';
import { readAddress, type Address } from './address.ts';
import type { Fault, WebhookSummary } from './faults.ts';
import type { WebhookKind, WebhookLog } from './log.ts';
import type { RetryReason } from './overrides.ts';
import { isFailure, type HttpLimits, type HttpOutcome, type Transport } from './transport.ts';
import { signedRequest, type Wire } from './wire.ts';

/** What a webhook needs to know of its call. */
export interface WebhookCaller {
  readonly sid: string;
  readonly chance: Chance;
  readonly requests: WebhookLog[];
}

/** Where a callback goes. */
export interface CallbackTarget {
  readonly url: string;
  readonly method: 'GET' | 'POST';
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

/** One logical request with all its attempts. */
interface Sending {
  readonly caller: WebhookCaller;
  readonly webhook: Webhook;
  readonly address: Address;
  readonly idempotencyToken: string;
  readonly fault: Fault;
  readonly leftMs: () => number;
}

/** Which log entry an exchange makes. A replay belongs to no call. */
interface Entry {
  readonly caller: WebhookCaller | undefined;
  readonly callSid: string;
  readonly kind: WebhookKind;
  readonly attempt: number;
  readonly copy: 0 | 1 | 2;
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

  const exchange = async (
    wire: Wire,
    about: Entry,
    limits: HttpLimits,
    drop: Fault['drop'],
  ): Promise<HttpOutcome> => {
    const at = deps.clock.now().toISOString();
    const begun = performance.now();
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
      at,
      method: wire.method,
      url: wire.url,
      params: wire.params,
      headers: wire.headers,
      body: wire.body,
      signedString: wire.signedString,
      attempt: about.attempt,
      copy: about.copy,
      durationMs: Math.round(performance.now() - begun),
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
    { caller, webhook, address, idempotencyToken, fault, leftMs }: Sending,
    attempt: number,
  ): Promise<WebhookResult> => {
    const { connectMs, readMs = leftMs() } = address.overrides;
    const product = webhook.kind.startsWith('message') ? 'messaging' : 'voice';
    const signing = { authToken: deps.authToken, chance: caller.chance, idempotencyToken, product } as const;
    const go = (wire: Wire, copy: 0 | 1, drop: Fault['drop']): Promise<HttpOutcome> =>
      exchange(
        wire,
        { caller, callSid: caller.sid, kind: webhook.kind, attempt, copy },
        { connectMs, readMs, totalMs: Math.max(1, leftMs()) },
        drop,
      );
    let url = address.url;
    let wire = signedRequest(webhook.method, url, webhook.params, signing);
    const drop = attempt === 1 || fault.drop === 'request' ? fault.drop : undefined;
    const duplicate = attempt === 1 && drop !== 'request' ? fault.duplicate : undefined;
    const twin = duplicate === 'concurrent' ? go(wire, 1, undefined) : undefined;
    let outcome = await go(wire, 0, drop);
    await twin;
    if (duplicate === 'sequential') await go(wire, 1, undefined);
    for (let hops = 0; !isFailure(outcome); hops += 1) {
      const { status, headers } = outcome;
      if (
        hops === 0 &&
        status === 401 &&
        /basic/i.test(headers['www-authenticate'] ?? '') &&
        address.credentials
      ) {
        const { user, password } = address.credentials;
        const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
        wire = { ...wire, headers: { ...wire.headers, Authorization: basic } };
      } else if (status >= 300 && status < 400 && URL.canParse(headers.location ?? '', url)) {
        if (hops >= mostRedirects) {
          return { url, outcome: { failure: 'protocol', code: 11215, message: 'Too many redirects' } };
        }
        url = new URL(headers.location ?? '', url).href;
        // A POST becomes a GET and its parameters are lost, as on Twilio; 307 and 308 keep both.
        const keeps = status === 307 || status === 308;
        wire = signedRequest(keeps ? webhook.method : 'GET', url, keeps ? webhook.params : {}, signing);
      } else break;
      outcome = await go(wire, 0, undefined);
    }
    return { url, outcome };
  };

  return {
    faultOf: (caller, webhook) =>
      deps.faults({ kind: webhook.kind, callSid: caller.sid, url: webhook.url, params: webhook.params }),

    async send(caller, webhook, fault = {}) {
      await fault.until?.catch(() => undefined);
      if (fault.delayMs !== undefined && fault.delayMs > 0) await sleep(fault.delayMs);
      const address = readAddress(webhook.url);
      if (address === undefined) {
        const outcome = { failure: 'protocol', code: 11100, message: 'Not an absolute http(s) URL' } as const;
        return { url: webhook.url, outcome };
      }
      const { retries, retryOn, totalMs } = address.overrides;
      const endsAt = performance.now() + Math.min(deps.budgetMs, totalMs ?? deps.budgetMs);
      const leftMs = (): number => endsAt - performance.now();
      const sending = { caller, webhook, address, idempotencyToken: caller.chance.uuid(), fault, leftMs };
      for (let attempt = 1; ; attempt += 1) {
        const result = await attemptOnce(sending, attempt);
        const reason = reasonToRetry(result.outcome);
        if (reason !== undefined && retryOn.has(reason) && attempt <= retries && leftMs() > 0) continue;
        if (isFailure(result.outcome)) {
          const { code } = result.outcome;
          deps.log.warn({ callSid: caller.sid, webhook: webhook.kind, code }, 'webhook failed');
        }
        return result;
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
