import type { Traffic } from '../gate.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';

/** What a fault has to say when it is over: a remark, or that this machine does not allow it. */
export type Injected = { readonly remark?: string } | { readonly impossible: string };

/** One thing that goes wrong. It is over when `inject` resolves: everything runs again, nothing has settled yet. */
export interface Fault {
  /** Its row in docs/chaos.md. */
  readonly id: number;
  readonly name: string;
  /** About how long it lasts, for choosing what fits into a run. */
  readonly seconds: number;
  /** @throws Error when something that must hold during the fault did not */
  readonly inject: (world: World) => Promise<Injected | void>;
}

export class FaultBroken extends Error {
  override readonly name = 'FaultBroken';
}

/** @throws FaultBroken */
export function mustHold(holds: boolean, words: string): void {
  if (!holds) throw new FaultBroken(words);
}

/** Counts webhooks whose answer a caller hears. Others may be refused during an outage: the network sends them again. */
export const measureCalls = ({ webhooks }: Subject): (() => Traffic) => webhooks.measure('/twilio/voice');

/** What was measured, in words. @throws FaultBroken when a webhook was left without an answer */
export function allAnswered({ requests, failures, p99 }: Traffic): string {
  const statuses = [...new Set(failures)].join(', ');
  mustHold(failures.length === 0, `${failures.length} of ${requests} webhooks failed (${statuses})`);
  return `${requests} webhooks, none failed, 99 % within ${p99} ms`;
}
