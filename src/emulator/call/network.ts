import type { NumberConfig } from '../options.ts';
import type { CallReport } from '../report.ts';
import type { PlacedCall } from '../script.ts';
import { interrupt, type Call, type CallSettings } from './call.ts';
import { partyOf, type Callee } from './callee.ts';
import type { InProgress } from './in-progress.ts';
import { dial, type DialDeps, type OrderedCall } from './outbound.ts';
import { legParameters, standardParameters } from './parameters.ts';
import type { Party } from './party.ts';
import { createScriptedParty } from './scripted-party.ts';
import type { CallRegistry } from './registry.ts';
import type { CallEvent } from './status.ts';

export interface PhoneNetwork {
  /**
   * Places an inbound call to a number of the account, by default of its script's person. Throws
   * {@link CallInProgressError} on a SID in use.
   */
  placeCall(
    call: PlacedCall,
    number: NumberConfig,
    party?: Party,
  ): { readonly sid: string; readonly done: Promise<CallReport> };
  /** Queues an outbound call and returns at once. */
  orderCall(order: OrderedCall): Call;
  /** Resolves when no call is in progress. */
  idle(): Promise<void>;
  /** Cuts every call that is in progress. */
  hangUpAll(): void;
}

export interface NetworkDeps extends DialDeps {
  readonly newSid: (prefix: string) => string;
  readonly registry: CallRegistry;
  /** Who is at the number that a call rings. */
  readonly calleeOf: (call: Pick<Call, 'sid' | 'from' | 'to'>) => Callee;
  readonly inProgress: InProgress;
}

export class CallInProgressError extends Error {
  override readonly name = 'CallInProgressError';
}

const longestCall = 14_400;

function settingsOf(number: NumberConfig): CallSettings {
  return {
    ...(number.fallbackUrl !== undefined && { fallbackUrl: number.fallbackUrl }),
    ...(number.statusCallback !== undefined && { statusCallback: number.statusCallback }),
    fallbackMethod: number.fallbackMethod ?? 'POST',
    statusCallbackMethod: number.statusCallbackMethod ?? 'POST',
    statusEvents: new Set<CallEvent>(['completed']),
    timeLimit: longestCall,
  };
}

export function createNetwork(deps: NetworkDeps): PhoneNetwork {
  const { accountSid, registry, lifecycle, inProgress } = deps;

  return {
    placeCall(placed, number, party = createScriptedParty(placed.script)) {
      const { forwardedFrom, stirVerstat } = placed;
      const sid = placed.callSid ?? deps.newSid('CA');
      if (registry.active(sid) !== undefined) throw new CallInProgressError(`Call ${sid} is in progress`);
      const call = lifecycle.begin({
        sid,
        direction: 'inbound',
        from: placed.from,
        to: placed.to,
        numberSid: number.sid ?? null,
        status: 'ringing',
        party,
        leg: {
          ...legParameters(placed.from, placed.to),
          ...(forwardedFrom !== undefined && { ForwardedFrom: forwardedFrom }),
          ...(stirVerstat !== undefined && { StirVerstat: stirVerstat }),
        },
        settings: settingsOf(number),
      });
      const callToken = encodeURIComponent(JSON.stringify({ parentCallInfoToken: call.chance.uuid() }));
      const params = { ...standardParameters(call, accountSid), CallToken: callToken };
      const { voiceUrl: url, voiceMethod: method = 'POST' } = number;
      return {
        sid,
        done: inProgress.track(lifecycle.converse(call, { kind: 'voice', url, method, params }), call),
      };
    },

    orderCall(order) {
      const sid = deps.newSid('CA');
      const callee = deps.calleeOf({ sid, from: order.from, to: order.to });
      const call = lifecycle.begin({
        sid,
        direction: 'outbound-api',
        from: order.from,
        to: order.to,
        numberSid: order.numberSid,
        status: 'queued',
        party: partyOf(callee),
        leg: legParameters(order.from, order.to),
        settings: order.settings,
      });
      void inProgress.track(dial(call, order, callee, deps), call);
      return call;
    },

    idle: () => inProgress.idle(),

    hangUpAll() {
      for (const call of inProgress.calls()) interrupt(call, { go: 'end', by: 'limit', status: 'failed' });
    },
  };
}
