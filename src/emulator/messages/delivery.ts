import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Log } from '../../kernel/ports.ts';
import { createCallbacks } from '../call/callbacks.ts';
import type { Chance } from '../chance.ts';
import type { RecipientBehaviour } from '../script.ts';
import type { Webhooks } from '../webhook/webhooks.ts';
import { errorText, type Message, type MessageStatus } from './message.ts';

export interface DeliveryDeps {
  readonly accountSid: string;
  readonly webhooks: Webhooks;
  readonly chance: Chance;
  readonly clock: Clock;
  readonly log: Log;
  /** Seconds of the network that pass in one second; 0 = no waiting. */
  readonly speed: number;
  readonly recipientOf: (number: string) => RecipientBehaviour;
  /** A text has reached a person's phone. */
  readonly onDelivered: (message: Message) => void;
  /** Ends every wait. */
  readonly closed: AbortSignal;
}

/** Brings a queued message to its recipient and tells the app what becomes of it. Never rejects. */
export type Deliver = (message: Message) => Promise<void>;

const defaultDelivery = 2;

/** `YYMMDDhhmm`, as carriers' receipts have it. */
function receiptDate(date: Date): string {
  return date.toISOString().replace(/\D/g, '').slice(2, 12);
}

export function createDelivery(deps: DeliveryDeps): Deliver {
  const { accountSid, webhooks, clock } = deps;

  const parametersOf = (message: Message, status: MessageStatus): Record<string, string> => {
    const { sid, from, to, errorCode } = message;
    return {
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      From: from,
      To: to,
      MessageSid: sid,
      SmsSid: sid,
      MessageStatus: status,
      SmsStatus: status,
      ...(errorCode !== undefined && { ErrorCode: String(errorCode), ErrorMessage: errorText(errorCode) }),
      ...(status === 'delivered' && { RawDlrDoneDate: receiptDate(message.updatedAt) }),
    };
  };

  return async (message) => {
    const caller = { sid: message.sid, chance: deps.chance.fork(message.sid), requests: [] };
    const callbacks = createCallbacks({
      faultOf: (webhook) => webhooks.faultOf(caller, webhook),
      send: async (webhook, fault) => void (await webhooks.send(caller, webhook, fault)),
    });
    const become = (status: MessageStatus, errorCode?: number): void => {
      message.status = status;
      message.updatedAt = clock.now();
      if (errorCode !== undefined) message.errorCode = errorCode;
      const { statusCallback } = message;
      const params = parametersOf(message, status);
      if (statusCallback !== undefined)
        callbacks.enqueue({ kind: 'message-status', ...statusCallback, params });
    };
    const wait = async (seconds: number): Promise<boolean> => {
      const milliseconds = deps.speed > 0 ? (seconds * 1000) / deps.speed : 0;
      await sleep(milliseconds, undefined, { signal: deps.closed }).catch(() => undefined);
      return !deps.closed.aborted;
    };

    const recipient = deps.recipientOf(message.to);
    // The answer to the order goes out before anything happens.
    if (!(await wait(0))) return;
    if (recipient.kind === 'failed') become('failed', recipient.errorCode ?? 30001);
    else {
      message.sentAt = clock.now();
      become('sent');
      const seconds = 'afterSeconds' in recipient ? recipient.afterSeconds : undefined;
      if (!(await wait(seconds ?? defaultDelivery))) return;
      if (recipient.kind === 'undelivered') become('undelivered', recipient.errorCode ?? 30003);
      if (recipient.kind === 'delivers') become('delivered');
      if (recipient.kind !== 'undelivered') deps.onDelivered(message);
    }
    await callbacks.drained();
    deps.log.debug({ messageSid: message.sid, status: message.status }, 'message settled');
  };
}
