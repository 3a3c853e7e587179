import { setImmediate as afterThis } from 'node:timers/promises';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Chance } from '../chance.ts';
import type { HttpMethod, NumberConfig } from '../options.ts';
import type { CallReport } from '../report.ts';
import type { CalleeBehaviour, PlacedCall } from '../script.ts';
import type { TwimlDocument } from '../twiml/retrieve.ts';
import type { Webhook, Webhooks } from '../webhook/webhooks.ts';
import { isFailure } from '../webhook/transport.ts';
import { createCallbacks } from './callbacks.ts';
import {
  answer,
  momentOf,
  reportOf,
  type Call,
  type CallEvent,
  type CallSettings,
  type CallStatus,
  type DocumentRequest,
} from './call.ts';
import { pass } from './line.ts';
import { standardParameters, statusParameters } from './parameters.ts';
import { createParty } from './party.ts';
import type { CallRegistry } from './registry.ts';
import type { Ending, Runner } from './runner.ts';

/** A call that the app orders by REST. */
export interface OrderedCall {
  readonly from: string;
  readonly to: string;
  readonly numberSid: string | null;
  /** TwiML itself, or the URL to ask once the callee has answered. */
  readonly document: TwimlDocument | { readonly url: string; readonly method: HttpMethod };
  readonly settings: CallSettings;
  /** Seconds of ringing before `no-answer`. */
  readonly ringSeconds: number;
}

export interface PhoneNetwork {
  /** Places an inbound call to one of the account's numbers. */
  placeCall(
    call: PlacedCall,
    number: NumberConfig,
  ): { readonly sid: string; readonly done: Promise<CallReport> };
  /** Queues an outbound call and returns at once. */
  orderCall(order: OrderedCall): Call;
  /** Resolves when no call is in progress. */
  idle(): Promise<void>;
}

export interface NetworkDeps {
  readonly accountSid: string;
  readonly speed: number;
  readonly chance: Chance;
  readonly clock: Clock;
  readonly log: Log;
  readonly newSid: (prefix: string) => string;
  readonly registry: CallRegistry;
  readonly run: Runner;
  readonly webhooks: Webhooks;
  readonly calleeOf: (number: string) => CalleeBehaviour;
  readonly onRing: (number: string) => void;
}

const defaultTimeLimit = 14_400;
const defaultRinging = 2;

export function createNetwork(deps: NetworkDeps): PhoneNetwork {
  const { accountSid, registry, webhooks } = deps;
  const inProgress = new Set<Promise<unknown>>();
  let calls = 0;

  const sendCallback = async (
    call: Call,
    webhook: Webhook,
    fault: Parameters<Webhooks['send']>[2],
  ): Promise<void> => {
    const { outcome } = await webhooks.send(call, webhook, fault);
    if (webhook.kind === 'action') return;
    if (isFailure(outcome))
      call.warnings.push({ code: outcome.code, message: `Callback: ${outcome.message}` });
    else if (outcome.status >= 400) {
      call.warnings.push({ code: 15003, message: `Callback answered with status ${outcome.status}` });
    }
  };

  const createCall = (
    about: Pick<
      Call,
      'sid' | 'direction' | 'from' | 'to' | 'numberSid' | 'party' | 'carrier' | 'settings' | 'status'
    >,
  ): Call => {
    const createdAt = deps.clock.now();
    calls += 1;
    const call: Call = {
      ...about,
      order: calls,
      createdAt,
      updatedAt: createdAt,
      chance: deps.chance.fork(about.sid),
      callbacks: createCallbacks({
        faultOf: (webhook) => webhooks.faultOf(call, webhook),
        send: (webhook, fault) => sendCallback(call, webhook, fault),
      }),
      heard: [],
      requests: [],
      warnings: [],
      recordings: [],
      elapsed: 0,
      sequence: 0,
    };
    registry.open(call);
    return call;
  };

  /** Counts a status event and tells those who subscribed. */
  const report = (call: Call, event: CallEvent, status: string): void => {
    const sequence = call.sequence;
    call.sequence += 1;
    call.updatedAt = momentOf(call);
    const { statusCallback: url, statusCallbackMethod: method, statusEvents } = call.settings;
    if (url === undefined || !statusEvents.has(event)) return;
    call.callbacks.enqueue({
      kind: 'status',
      url,
      method,
      params: statusParameters(call, accountSid, status, sequence),
    });
  };

  const end = async (call: Call, { by, status }: Ending): Promise<CallReport> => {
    call.status = status;
    call.endedBy = call.direction === 'outbound-api' && by === 'caller' ? 'callee' : by;
    // A call cancelled before it was dialled ends without a word.
    if (status !== 'canceled' || call.sequence > 0) report(call, 'completed', status);
    await call.callbacks.drained();
    registry.close(call);
    deps.log.debug({ callSid: call.sid, status }, 'call ended');
    return reportOf(call);
  };

  /** Runs the documents; an emulator's own limit fails the call, and its promise, loudly. */
  const converse = async (call: Call, first: DocumentRequest | TwimlDocument): Promise<CallReport> => {
    try {
      return await end(call, await deps.run(call, first));
    } catch (error) {
      deps.log.error({ callSid: call.sid, error }, 'the emulator cannot go on with this call');
      await end(call, { by: 'error', status: 'failed' });
      throw error;
    }
  };

  const track = <T>(work: Promise<T>): Promise<T> => {
    inProgress.add(work);
    const forget = (): void => void inProgress.delete(work);
    work.then(forget, forget);
    return work;
  };

  /** Rings the callee until they answer or it is over: `undefined` = answered. */
  const ring = async (call: Call, order: OrderedCall): Promise<CallStatus | undefined> => {
    const interrupted = (): CallStatus | undefined => {
      if (call.interruption?.go !== 'end') return undefined;
      const { status } = call.interruption;
      delete call.interruption;
      return status ?? 'canceled';
    };
    const canceled = interrupted();
    if (canceled !== undefined) return canceled;
    const callee = deps.calleeOf(call.to);
    report(call, 'initiated', 'initiated');
    if (callee.kind === 'failed') return 'failed';
    call.status = 'ringing';
    report(call, 'ringing', 'ringing');
    deps.onRing(call.to);
    if (callee.kind === 'busy') return interrupted() ?? 'busy';
    const patience = order.ringSeconds;
    const wanted = callee.kind === 'noAnswer' ? Infinity : (callee.afterSeconds ?? defaultRinging);
    await pass(call, Math.min(wanted, patience), deps.speed);
    return interrupted() ?? (wanted > patience ? 'no-answer' : undefined);
  };

  const dial = async (call: Call, order: OrderedCall): Promise<CallReport> => {
    // The answer to the order goes out first.
    await afterThis();
    const unanswered = await ring(call, order);
    if (unanswered !== undefined) {
      const by = unanswered === 'canceled' || unanswered === 'completed' ? 'rest' : 'callee';
      return end(call, { by, status: unanswered });
    }
    answer(call);
    report(call, 'answered', 'in-progress');
    const { document } = order;
    if ('elements' in document) return converse(call, document);
    return converse(call, { kind: 'voice', ...document, params: standardParameters(call, accountSid) });
  };

  return {
    placeCall(placed, number) {
      const { forwardedFrom, stirVerstat } = placed;
      const sid = placed.callSid ?? deps.newSid('CA');
      const known = registry.active(sid);
      if (known !== undefined) throw new Error(`Call ${sid} is in progress`);
      const call = createCall({
        sid,
        direction: 'inbound',
        from: placed.from,
        to: placed.to,
        numberSid: number.sid ?? null,
        status: 'ringing',
        party: createParty(placed.script),
        carrier: {
          ...(forwardedFrom !== undefined && { ForwardedFrom: forwardedFrom }),
          ...(stirVerstat !== undefined && { StirVerstat: stirVerstat }),
        },
        settings: {
          ...(number.fallbackUrl !== undefined && { fallbackUrl: number.fallbackUrl }),
          ...(number.statusCallback !== undefined && { statusCallback: number.statusCallback }),
          fallbackMethod: number.fallbackMethod ?? 'POST',
          statusCallbackMethod: number.statusCallbackMethod ?? 'POST',
          statusEvents: new Set<CallEvent>(['completed']),
          timeLimit: defaultTimeLimit,
        },
      });
      const callToken = encodeURIComponent(JSON.stringify({ parentCallInfoToken: call.chance.uuid() }));
      const params = { ...standardParameters(call, accountSid), CallToken: callToken };
      const { voiceUrl: url, voiceMethod: method = 'POST' } = number;
      const done = track(converse(call, { kind: 'voice', url, method, params }));
      // Whoever does not wait for the report still finds the failure in the log.
      done.catch(() => undefined);
      return { sid, done };
    },

    orderCall(order) {
      const callee = deps.calleeOf(order.to);
      const call = createCall({
        sid: deps.newSid('CA'),
        direction: 'outbound-api',
        from: order.from,
        to: order.to,
        numberSid: order.numberSid,
        status: 'queued',
        party: createParty(callee.kind === 'answers' ? callee.script : []),
        carrier: {},
        settings: order.settings,
      });
      track(dial(call, order)).catch(() => undefined);
      return call;
    },

    async idle() {
      while (inProgress.size > 0) await Promise.allSettled(inProgress);
    },
  };
}
