import type { CallbackTarget } from '../webhook/webhooks.ts';

export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received';

/** A text message, as REST shows it. */
export interface Message {
  readonly sid: string;
  /** Counts up; lists are newest first. */
  readonly order: number;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly from: string;
  readonly to: string;
  readonly segments: number;
  readonly createdAt: Date;
  readonly statusCallback?: CallbackTarget;
  body: string;
  status: MessageStatus;
  updatedAt: Date;
  sentAt?: Date;
  errorCode?: number;
}

/** A text to be sent by the account. */
export interface OutgoingText {
  readonly direction: 'outbound-api' | 'outbound-reply';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly statusCallback?: CallbackTarget;
}

/** Whether the network has nothing more to do for a message. */
export function isSettled({ status }: Message): boolean {
  return status !== 'queued' && status !== 'sent';
}

/** Texts of Twilio's error pages. */
const errors: Readonly<Record<number, string>> = {
  30001: 'Queue overflow',
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30008: 'Unknown error',
};

export function errorText(code: number): string {
  return errors[code] ?? 'Unknown error';
}
