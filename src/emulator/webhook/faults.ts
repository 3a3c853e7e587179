import type { Chance } from '../chance.ts';
import type { WebhookKind } from './log.ts';

/** What is to go wrong with one webhook. */
export interface Fault {
  /** Wait before it is sent. A callback's delay does not hold up those after it. */
  readonly delayMs?: number;
  /** Wait for this before it is sent, as if by `delayMs`: for tests that restart the app in between. */
  readonly until?: Promise<unknown>;
  /** Send the same bytes twice: one after the other, or both at once. */
  readonly duplicate?: 'sequential' | 'concurrent';
  /** Callbacks only: send after the next callback of the same call (or at the call's end). */
  readonly reorder?: boolean;
  /** `request`: never arrives. `response`: arrives, the answer is lost on the way back. */
  readonly drop?: 'request' | 'response';
}

/** What a plan may decide by. */
export interface WebhookSummary {
  readonly kind: WebhookKind;
  /** Of the call, or of the text (`SM…`), that it is about. */
  readonly callSid: string;
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Probabilities from 0 to 1, drawn from the emulator's seed. */
export interface FaultRates {
  readonly delay?: { readonly probability: number; readonly maxMs: number };
  readonly duplicateSequential?: number;
  readonly duplicateConcurrent?: number;
  readonly reorder?: number;
  readonly dropRequest?: number;
  readonly dropResponse?: number;
}

/** Whether a fault sends its webhook some time later than it is due. */
export function isLate(fault: Fault): boolean {
  return (fault.delayMs ?? 0) > 0 || fault.until !== undefined;
}

export type FaultPlan = FaultRates | ((webhook: WebhookSummary) => Fault | undefined);

/** Turns a plan into a decision per webhook. */
export function createFaults(
  plan: FaultPlan | undefined,
  chance: Chance,
): (webhook: WebhookSummary) => Fault {
  if (plan === undefined) return () => ({});
  if (typeof plan === 'function') return (webhook) => plan(webhook) ?? {};
  return () => {
    const delayed = chance.happens(plan.delay?.probability ?? 0);
    const delayMs = delayed ? Math.ceil(chance.next() * (plan.delay?.maxMs ?? 0)) : 0;
    const sequential = chance.happens(plan.duplicateSequential ?? 0);
    const concurrent = chance.happens(plan.duplicateConcurrent ?? 0);
    const reorder = chance.happens(plan.reorder ?? 0);
    const dropRequest = chance.happens(plan.dropRequest ?? 0);
    const dropResponse = chance.happens(plan.dropResponse ?? 0);
    return {
      delayMs,
      reorder,
      ...((concurrent || sequential) && { duplicate: concurrent ? 'concurrent' : 'sequential' }),
      ...((dropRequest || dropResponse) && { drop: dropRequest ? 'request' : 'response' }),
    };
  };
}
