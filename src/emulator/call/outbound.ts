import { setImmediate as afterThis } from 'node:timers/promises';
import type { HttpMethod } from '../options.ts';
import type { CallReport } from '../report.ts';
import type { CalleeBehaviour } from '../script.ts';
import type { TwimlDocument } from '../twiml/retrieve.ts';
import { answer, type Call, type CallSettings } from './call.ts';
import type { Lifecycle } from './lifecycle.ts';
import { standardParameters } from './parameters.ts';
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
}

export interface DialDeps {
  readonly accountSid: string;
  readonly speed: number;
  readonly lifecycle: Lifecycle;
  readonly onRing: (number: string) => void;
}

const defaultRinging = 2;

/** An end that REST asked for while nobody had answered. */
function calledOff(call: Call): CallStatus | undefined {
  if (call.interruption?.go !== 'end') return undefined;
  const { status } = call.interruption;
  delete call.interruption;
  return status ?? 'canceled';
}

/** Rings the callee until they answer or it is over; `undefined` = answered. */
async function ring(
  call: Call,
  callee: CalleeBehaviour,
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
  const wanted = callee.kind === 'noAnswer' ? Infinity : (callee.afterSeconds ?? defaultRinging);
  await pass(call, Math.min(wanted, patience), speed);
  return calledOff(call) ?? (wanted > patience ? 'no-answer' : undefined);
}

/** Dials an ordered call, and runs its TwiML once somebody has answered. */
export async function dial(
  call: Call,
  order: OrderedCall,
  callee: CalleeBehaviour,
  deps: DialDeps,
): Promise<CallReport> {
  const { lifecycle, accountSid } = deps;
  // The answer to the order goes out before the phone rings.
  await afterThis();
  const unanswered = await ring(call, callee, order.ringSeconds, deps);
  if (unanswered !== undefined) {
    const by = unanswered === 'canceled' || unanswered === 'completed' ? 'rest' : 'callee';
    return lifecycle.end(call, { by, status: unanswered });
  }
  answer(call);
  lifecycle.tell(call, 'answered', 'in-progress');
  const { document } = order;
  if ('elements' in document) return lifecycle.converse(call, document);
  return lifecycle.converse(call, {
    kind: 'voice',
    ...document,
    params: standardParameters(call, accountSid),
  });
}
