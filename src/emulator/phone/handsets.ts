import type { LiveParty } from '../call/callee.ts';
import type { Call } from '../call/call.ts';
import type { Party } from '../call/party.ts';
import { createEventLog, type EventLog, type PhoneEvent } from './events.ts';
import { createLivePhone, type LivePhone } from './live-phone.ts';

/** A call on a live phone. Its id is the SID of the leg. */
export interface LiveCall {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly phone: LivePhone;
  readonly events: EventLog;
  readonly state: () => LiveState;
}

/** `dialling`: placed and not answered yet, or about to ring. `ringing`: the one at this phone has to answer. */
export type LiveState = 'dialling' | 'ringing' | 'talking' | 'ended';

/** Somebody who waits for a phone to ring. */
export interface Listener {
  readonly rings: (call: LiveCall) => void;
  /** It rings no more: answered, declined or given up. */
  readonly stops: (call: LiveCall) => void;
}

/** More calls than may be live at one time. */
export class TooManyCallsError extends Error {
  override readonly name = 'TooManyCallsError';
}

/** Live phones: calls made by hand, and numbers whose calls are answered by hand. */
export interface Handsets {
  /** Places a call from a live phone. Throws when `to` is not of the account, or {@link TooManyCallsError}. */
  place(from: string, to: string): LiveCall;
  /** The person who picks up a call to a number where somebody listens. */
  answering(call: Pick<Call, 'sid' | 'from' | 'to'>): LiveParty | undefined;
  /** A call in progress, or one that ended a short while ago. */
  get(id: string): LiveCall | undefined;
  /** Registers a number as live, tells of calls that ring there now and later. Answers how to stop. */
  listen(number: string, listener: Listener): () => void;
}

export interface HandsetsDeps {
  readonly newSid: (prefix: string) => string;
  readonly dial: (call: { from: string; to: string; sid: string; party: Party }) => void;
  /** Makes a leg look at what its person has done. */
  readonly wake: (sid: string) => void;
  /** How long the events of an ended call, and a number without listeners, are remembered. */
  readonly keepMs?: number;
  readonly graceMs?: number;
}

const mostEvents = 2000;
const mostCalls = 200;

export function createHandsets(deps: HandsetsDeps): Handsets {
  const { keepMs = 300_000, graceMs = 10_000 } = deps;
  const calls = new Map<string, LiveCall>();
  const listeners = new Map<string, Set<Listener>>();

  const later = (milliseconds: number, work: () => void): void => void setTimeout(work, milliseconds).unref();

  /** Forgets the call that ended first when there are too many. */
  const makeRoom = (): void => {
    if (calls.size < mostCalls) return;
    const ended = [...calls.values()].find((call) => call.state() === 'ended');
    if (ended === undefined) throw new TooManyCallsError(`More than ${mostCalls} calls on live phones`);
    calls.delete(ended.id);
  };

  const open = (id: string, from: string, to: string): LiveCall => {
    makeRoom();
    const events = createEventLog(mostEvents);
    let state: LiveState = 'dialling';
    const become = (next: LiveState): void => {
      const rang = state === 'ringing';
      state = next;
      for (const listener of listeners.get(to) ?? []) {
        if (next === 'ringing') listener.rings(call);
        else if (rang) listener.stops(call);
      }
    };
    const tell = (event: PhoneEvent): void => {
      events.add(event);
      if (event.event === 'ringing') become('ringing');
      if (event.event === 'answered') become('talking');
      if (event.event !== 'ended') return;
      become('ended');
      events.close();
      later(keepMs, () => void calls.delete(id));
    };
    const phone = createLivePhone({ from, to, tell, wake: () => deps.wake(id) });
    const call: LiveCall = { id, from, to, phone, events, state: () => state };
    calls.set(id, call);
    return call;
  };

  return {
    place(from, to) {
      const id = deps.newSid('CA');
      const call = open(id, from, to);
      call.events.add({ event: 'ringing', data: { from, to } });
      try {
        deps.dial({ from, to, sid: id, party: call.phone.party });
      } catch (error) {
        calls.delete(id);
        throw error;
      }
      return call;
    },
    answering: ({ sid, from, to }) => (listeners.has(to) ? open(sid, from, to).phone.party : undefined),
    get: (id) => calls.get(id),
    listen(number, listener) {
      const here = listeners.get(number) ?? new Set<Listener>();
      listeners.set(number, here.add(listener));
      for (const call of calls.values())
        if (call.to === number && call.state() === 'ringing') listener.rings(call);
      return () => {
        here.delete(listener);
        // A browser that reconnects must not lose its calls meanwhile.
        later(graceMs, () => {
          if (here.size === 0) listeners.delete(number);
        });
      };
    },
  };
}
