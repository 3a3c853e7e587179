import type { Chance } from '../chance.ts';
import type { HttpMethod } from '../options.ts';
import type { Bridge, CallReport, EndedBy, HeardLine, Warning } from '../report.ts';
import type { AnsweredBy } from '../script.ts';
import type { TwimlDocument } from '../twiml/retrieve.ts';
import type { WebhookKind, WebhookLog } from '../webhook/log.ts';
import type { Callbacks } from './callbacks.ts';
import type { CommonTime } from './common-time.ts';
import type { Party } from './party.ts';
import type { CallEvent, CallStatus } from './status.ts';

/** A TwiML document to be fetched. `url` is absolute. */
export interface DocumentRequest {
  readonly kind: WebhookKind;
  readonly url: string;
  readonly method: HttpMethod;
  readonly params: Readonly<Record<string, string>>;
}

/** Where a call goes next. */
export type Next =
  | { readonly go: 'on' }
  /** Out of a document that is not the call's own: a wait document of a queue, of a conference. */
  | { readonly go: 'leave' }
  | {
      readonly go: 'to';
      readonly document: DocumentRequest | TwimlDocument;
      readonly onceLoaded?: () => void;
    }
  | { readonly go: 'end'; readonly by: EndedBy; readonly status?: CallStatus };

/** Where to turn for documents in need, and whom to tell. */
export interface CallSettings {
  readonly fallbackUrl?: string;
  readonly fallbackMethod: HttpMethod;
  readonly statusCallback?: string;
  readonly statusCallbackMethod: HttpMethod;
  readonly statusEvents: ReadonlySet<CallEvent>;
  /** Seconds from answer after which the call is cut. */
  readonly timeLimit: number;
}

/** Something that happens at a moment of call time, whatever the call does then. */
export interface Alarm {
  /** Seconds of call time since creation. */
  readonly at: number;
  readonly ring: () => void;
}

/** One leg, from its first ring to its end. Mutable; changed only by the files of this folder. */
export interface Call {
  readonly sid: string;
  /** Counts up; lists are newest first. */
  readonly order: number;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-dial';
  /** The leg that dialled this one. */
  readonly parentSid?: string;
  readonly from: string;
  readonly to: string;
  readonly numberSid: string | null;
  readonly createdAt: Date;
  readonly chance: Chance;
  readonly party: Party;
  readonly callbacks: Callbacks;
  /** Parameters that are the same in every request: ends, geography, `ForwardedFrom`, `StirVerstat`. */
  readonly leg: Readonly<Record<string, string>>;
  /** `<Parameter>`s of a `<Client>`. */
  readonly custom?: Readonly<Record<string, string>>;
  readonly heard: HeardLine[];
  readonly requests: WebhookLog[];
  readonly warnings: Warning[];
  readonly recordings: string[];
  /** Legs that this one dialled. */
  readonly dialled: string[];
  readonly bridges: Bridge[];
  settings: CallSettings;
  status: CallStatus;
  /** Seconds of call time since creation. */
  elapsed: number;
  answeredAt?: number;
  updatedAt: Date;
  /** Status events so far, told or not. */
  sequence: number;
  endedBy?: EndedBy;
  /** A command from REST that the call has not obeyed yet. */
  interruption?: Next;
  /** Ends a wait that is in progress. */
  wake?: () => void;
  /** Adds to `elapsed` what has passed of a wait that is in progress. */
  catchUp?: () => void;
  /** The time it shares with other legs; absent = it has nobody to wait for. */
  time?: CommonTime;
  /** Things that happen at their time, such as a verdict on who answered. */
  readonly alarms: Alarm[];
  /** The verdict of machine detection. */
  answeredBy?: AnsweredBy;
  /** Ends the recording of the whole call; answers what the last status callback says of it. */
  stopRecording?: () => Readonly<Record<string, string>>;
}

/** What is remembered of a call after its end. */
export type CallRecord = Pick<
  Call,
  | 'sid'
  | 'order'
  | 'direction'
  | 'parentSid'
  | 'from'
  | 'to'
  | 'numberSid'
  | 'createdAt'
  | 'updatedAt'
  | 'leg'
  | 'status'
  | 'elapsed'
  | 'answeredAt'
  | 'sequence'
  | 'answeredBy'
>;

/** The moment on the call's own time line. */
export function momentOf(call: CallRecord, elapsed = call.elapsed): Date {
  return new Date(call.createdAt.getTime() + Math.round(elapsed * 1000));
}

/** Whole seconds from answer until now; 0 for a call that was never answered. */
export function durationOf(call: CallRecord): number {
  return call.answeredAt === undefined ? 0 : Math.ceil(call.elapsed - call.answeredAt);
}

export function answer(call: Call): void {
  if (call.answeredAt !== undefined) return;
  call.status = 'in-progress';
  call.answeredAt = call.elapsed;
  call.party.news?.({ event: 'answered' });
  heedTimeLimit(call);
}

/** Cuts an answered call at its time limit. To be called again when the limit has changed. */
export function heedTimeLimit(call: Call): void {
  if (call.answeredAt === undefined) return;
  const { answeredAt } = call;
  const end = (): number => answeredAt + call.settings.timeLimit;
  const ring = (): void => {
    if (call.elapsed >= end()) interrupt(call, { go: 'end', by: 'limit' });
  };
  call.alarms.push({ at: end(), ring });
}

/** What Twilio's debugger would show. */
export function warn(call: Call, code: number, message: string): void {
  call.warnings.push({ code, message });
  call.party.news?.({ event: 'warning', code, message });
}

/** Tells a running call to do something else, at once. */
export function interrupt(call: Call, next: Next): void {
  call.interruption = next;
  call.wake?.();
}

/** Calls a leg away from the document that it waits with, unless it has been told something weightier. */
export function beckon(call: Call): void {
  interrupt(call, call.interruption ?? { go: 'leave' });
}

/** Makes a leg keep the same time as others. */
export function keepTime(call: Call, time: CommonTime): void {
  if (call.time === time) return;
  const { live } = call.party;
  time.enter(live);
  call.time?.leave(live);
  call.time = time;
}

/** Makes a leg wait for nobody any more. */
export function keepOwnTime(call: Call): void {
  call.time?.leave(call.party.live);
  delete call.time;
}

/** Whether a leg has come to a second of its own time; sums of fractions are not exact. */
export function reached(call: Call, second: number): boolean {
  return call.elapsed >= second - 1e-6;
}

/** Seconds of a leg's own time, now. */
export function elapsedOf(call: Call): number {
  call.catchUp?.();
  return call.elapsed;
}

export function recordOf(call: Call): CallRecord {
  const { sid, order, direction, from, to, numberSid, createdAt, updatedAt, leg } = call;
  const { status, elapsed, answeredAt, sequence, answeredBy, parentSid } = call;
  return {
    sid,
    order,
    direction,
    from,
    to,
    numberSid,
    createdAt,
    updatedAt,
    leg,
    status,
    elapsed,
    sequence,
    ...(answeredAt !== undefined && { answeredAt }),
    ...(answeredBy !== undefined && { answeredBy }),
    ...(parentSid !== undefined && { parentSid }),
  };
}

export function reportOf(call: Call): CallReport {
  return {
    sid: call.sid,
    direction: call.direction,
    ...(call.parentSid !== undefined && { parentSid: call.parentSid }),
    from: call.from,
    to: call.to,
    status: call.status,
    duration: durationOf(call),
    heard: call.heard,
    requests: call.requests,
    warnings: call.warnings,
    missed: call.party.missed,
    recordings: call.recordings,
    dialled: call.dialled,
    bridges: call.bridges,
    ...(call.custom !== undefined && { custom: call.custom }),
    unused: call.party.unused(),
    endedBy: call.endedBy ?? 'error',
  };
}
