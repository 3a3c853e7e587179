import { setImmediate as afterThis } from 'node:timers/promises';
import type { HttpMethod } from '../options.ts';
import type { CallReport } from '../report.ts';
import type { TwimlDocument } from '../twiml/retrieve.ts';
import { answer, warn, type Call, type CallSettings } from './call.ts';
import { recordCall, type CallRecording } from './call-recording.ts';
import { ringingOf, type Callee, type LiveParty } from './callee.ts';
import type { HoldingDeps } from './held-recording.ts';
import type { Lifecycle } from './lifecycle.ts';
import { verdictOn, verdictParameters, type MachineDetection } from './machine-detection.ts';
import { standardParameters } from './parameters.ts';
import { secondsOfTones } from './party.ts';
import type { CallStatus } from './status.ts';
import { pass } from './time.ts';

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
  readonly detection?: MachineDetection;
  readonly recording?: CallRecording;
  /** Keys to press once the callee has answered. */
  readonly sendDigits?: string;
}

export interface DialDeps extends HoldingDeps {
  readonly speed: number;
  readonly lifecycle: Lifecycle;
  readonly onRing: (number: string) => void;
}

/** An end that REST asked for while nobody had answered. */
function calledOff(call: Call): CallStatus | undefined {
  if (call.interruption?.go !== 'end') return undefined;
  const { status } = call.interruption;
  delete call.interruption;
  return status ?? 'canceled';
}

/** Rings the callee until they answer or it is over; `undefined` = answered. */
export async function ring(
  call: Call,
  callee: Callee,
  patience: number,
  { lifecycle, onRing, speed }: DialDeps,
): Promise<CallStatus | undefined> {
  const canceled = calledOff(call);
  if (canceled !== undefined) return canceled;
  lifecycle.tell(call, 'initiated', 'initiated');
  if (callee.kind === 'failed') return 'failed';
  call.status = 'ringing';
  lifecycle.tell(call, 'ringing', 'ringing');
  onRing(call.to);
  if (callee.kind === 'busy') return 'busy';
  call.party.news?.({ event: 'ringing' });
  const decision = (): ReturnType<LiveParty['decision']> =>
    callee.kind === 'live' ? callee.party.decision() : undefined;
  const wanted = ringingOf(callee);
  await pass(call, Math.min(wanted, patience), speed, { until: () => decision() !== undefined });
  const over = calledOff(call);
  if (over !== undefined) return over;
  if (decision() === 'declines') return 'busy';
  return decision() === 'answers' || wanted <= patience ? undefined : 'no-answer';
}

/** Dials an ordered call, and runs its TwiML once somebody has answered. */
export async function dial(
  call: Call,
  order: OrderedCall,
  callee: Callee,
  deps: DialDeps,
): Promise<CallReport> {
  const { lifecycle, accountSid, speed } = deps;
  // The answer to the order goes out before the phone rings.
  await afterThis();
  const unanswered = await ring(call, callee, order.ringSeconds, deps);
  if (unanswered !== undefined) {
    const by = unanswered === 'canceled' || unanswered === 'completed' ? 'rest' : 'callee';
    return lifecycle.end(call, { by, status: unanswered });
  }
  answer(call);
  if (order.recording !== undefined) recordCall(call, order.recording, deps);
  lifecycle.tell(call, 'answered', 'in-progress');
  await pressFirst(call, order.sendDigits, speed);
  const detected = await detect(call, order.detection, callee, deps);
  const { document } = order;
  if ('elements' in document) return lifecycle.converse(call, document);
  return lifecycle.converse(call, {
    kind: 'voice',
    ...document,
    params: { ...standardParameters(call, accountSid), ...detected },
  });
}

/** Keys that the call itself presses on being answered: half a second each, `W` a whole one. */
export async function pressFirst(call: Call, keys: string | undefined, speed: number): Promise<void> {
  if (keys === undefined) return;
  const tones = { at: Number(call.elapsed.toFixed(1)), kind: 'tones', text: keys, language: '' } as const;
  call.heard.push(tones);
  call.party.hear(tones);
  await pass(call, secondsOfTones(keys), speed);
}

/**
 * Waits for the verdict on who answered, and answers its parameters. An asynchronous one comes later, to its own
 * callback, if the call lasts that long: then there are none.
 */
export async function detect(
  call: Call,
  detection: MachineDetection | undefined,
  callee: Callee,
  { accountSid, speed }: DialDeps,
): Promise<Record<string, string>> {
  if (detection === undefined) return {};
  const verdict = verdictOn(callee, detection);
  const seconds = verdict.milliseconds / 1000;
  if (!detection.async) {
    if (await pass(call, seconds, speed)) return {};
    call.answeredBy = verdict.answeredBy;
    return verdictParameters(verdict);
  }
  if (detection.callback === undefined) warn(call, 21262, 'AsyncAmd without AsyncAmdStatusCallback');
  const ring = (): void => {
    call.answeredBy = verdict.answeredBy;
    const params = { AccountSid: accountSid, CallSid: call.sid, ...verdictParameters(verdict) };
    const { callback } = detection;
    if (callback !== undefined) call.callbacks.enqueue({ kind: 'machine-detection', ...callback, params });
  };
  call.alarms.push({ at: call.elapsed + seconds, ring });
  return {};
}
