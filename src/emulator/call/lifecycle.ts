import type { Clock, Log } from '../../kernel/ports.ts';
import type { Chance } from '../chance.ts';
import type { CallReport } from '../report.ts';
import type { TwimlDocument } from '../twiml/retrieve.ts';
import type { Fault } from '../webhook/faults.ts';
import { isFailure } from '../webhook/transport.ts';
import type { Webhook, Webhooks } from '../webhook/webhooks.ts';
import { keepOwnTime, momentOf, reportOf, warn, type Call, type DocumentRequest } from './call.ts';
import { createCallbacks } from './callbacks.ts';
import type { CommonTime } from './common-time.ts';
import { statusParameters } from './parameters.ts';
import type { CallRegistry } from './registry.ts';
import type { Ending, Runner } from './running.ts';
import type { CallEvent } from './status.ts';

/** What is known of a leg before anything has happened on it. */
export type NewCall = Pick<
  Call,
  | 'sid'
  | 'direction'
  | 'parentSid'
  | 'from'
  | 'to'
  | 'numberSid'
  | 'party'
  | 'leg'
  | 'settings'
  | 'status'
  | 'time'
  | 'custom'
>;

/** Birth, events and end of a leg, inbound and outbound alike. */
export interface Lifecycle {
  begin(call: NewCall): Call;
  /** Counts a status event and tells those who subscribed to it. */
  tell(call: Call, event: CallEvent, status: string, more?: Readonly<Record<string, string>>): void;
  /** Runs the call's documents to the end. Rejects when it meets something that is not simulated. */
  converse(call: Call, first: DocumentRequest | TwimlDocument): Promise<CallReport>;
  /** Ends the call and resolves when its last callback is out. */
  end(call: Call, ending: Ending): Promise<CallReport>;
}

export interface LifecycleDeps {
  readonly accountSid: string;
  readonly chance: Chance;
  readonly clock: Clock;
  readonly log: Log;
  readonly registry: CallRegistry;
  readonly run: Runner;
  readonly webhooks: Webhooks;
  /** The time that a new leg has to keep because others wait for somebody; absent = it waits for nobody. */
  readonly commonTime: () => CommonTime | undefined;
}

export function createLifecycle(deps: LifecycleDeps): Lifecycle {
  const { accountSid, registry, webhooks } = deps;
  let calls = 0;

  const sendCallback = async (call: Call, webhook: Webhook, fault: Fault): Promise<void> => {
    const { outcome } = await webhooks.send(call, webhook, fault);
    if (webhook.kind === 'action') return;
    if (isFailure(outcome)) {
      warn(call, outcome.code, `Callback: ${outcome.message}`);
    } else if (outcome.status >= 400) {
      warn(call, 15003, `Callback answered with status ${outcome.status}`);
    }
  };

  const lifecycle: Lifecycle = {
    begin(about) {
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
          holdTime: () => call.time?.hold(),
        }),
        heard: [],
        requests: [],
        warnings: [],
        alarms: [],
        recordings: [],
        dialled: [],
        bridges: [],
        elapsed: 0,
        sequence: 0,
      };
      const time = about.time ?? deps.commonTime();
      if (time !== undefined) {
        call.time = time;
        time.enter(call.party.live);
      }
      registry.open(call);
      return call;
    },

    tell(call, event, status, more = {}) {
      const sequence = call.sequence;
      call.sequence += 1;
      call.updatedAt = momentOf(call);
      const { statusCallback: url, statusCallbackMethod: method, statusEvents } = call.settings;
      if (url === undefined || !statusEvents.has(event)) return;
      const params = { ...statusParameters(call, accountSid, status, sequence), ...more };
      call.callbacks.enqueue({ kind: 'status', url, method, params });
    },

    async converse(call, first) {
      try {
        return await lifecycle.end(call, await deps.run(call, first));
      } catch (error) {
        warn(call, 0, error instanceof Error ? error.message : 'The emulator failed');
        deps.log.error({ callSid: call.sid, error }, 'the emulator cannot go on with this call');
        await lifecycle.end(call, { by: 'error', status: 'failed' });
        throw error;
      }
    },

    async end(call, { by, status }) {
      call.status = status;
      call.endedBy = call.direction !== 'inbound' && by === 'caller' ? 'callee' : by;
      call.party.news?.({ event: 'ended', by: call.endedBy, status });
      const recorded = call.stopRecording?.() ?? {};
      // A call cancelled before it was dialled ends without a word.
      if (status !== 'canceled' || call.sequence > 0) lifecycle.tell(call, 'completed', status, recorded);
      keepOwnTime(call);
      await call.callbacks.drained();
      registry.close(call);
      deps.log.debug({ callSid: call.sid, status }, 'call ended');
      return reportOf(call);
    },
  };
  return lifecycle;
}
