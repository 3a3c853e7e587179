import { isLate, type Fault } from '../webhook/faults.ts';
import type { Webhook } from '../webhook/webhooks.ts';

/** Webhooks of one call whose answers nobody waits for: status, recording, action after a hang-up. */
export interface Callbacks {
  /** Sends after those before it, unless a fault delays it or holds it back past the next one. */
  enqueue(webhook: Webhook): void;
  /** Resolves when all have been sent, late ones included. */
  drained(): Promise<void>;
}

export interface CallbacksDeps {
  readonly faultOf: (webhook: Webhook) => Fault;
  /** Never rejects. */
  readonly send: (webhook: Webhook, fault: Fault) => Promise<void>;
  /** Stops the time of legs that wait for one another while a callback is out that no fault delays. */
  readonly holdTime?: () => (() => void) | undefined;
}

export function createCallbacks({ faultOf, send, holdTime }: CallbacksDeps): Callbacks {
  let inOrder: Promise<void> = Promise.resolve();
  const late: Promise<void>[] = [];
  let heldBack: { webhook: Webhook; fault: Fault } | undefined;

  const append = (webhook: Webhook, fault: Fault): void => {
    const release = holdTime?.();
    inOrder = inOrder.then(() => send(webhook, fault)).finally(release);
  };
  const releaseHeld = (): void => {
    if (heldBack === undefined) return;
    append(heldBack.webhook, heldBack.fault);
    heldBack = undefined;
  };

  return {
    enqueue(webhook) {
      const fault = faultOf(webhook);
      if (fault.reorder === true && heldBack === undefined) {
        heldBack = { webhook, fault };
        return;
      }
      if (isLate(fault)) late.push(send(webhook, fault));
      else append(webhook, fault);
      releaseHeld();
    },
    async drained() {
      releaseHeld();
      await inOrder;
      await Promise.all(late);
    },
  };
}
