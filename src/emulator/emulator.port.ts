import type { TextReport } from './messages/inbound.ts';
import type { ReceivedText } from './messages/text-network.ts';
import type { AccountNumber } from './numbers.ts';
import type { NumberConfig } from './options.ts';
import type { CallReport } from './report.ts';
import type { RestFailure } from './rest/routes.ts';
import type { CalleeBehaviour, PlacedCall, RecipientBehaviour, SentText } from './script.ts';
import type { WebhookLog } from './webhook/log.ts';

/** A placed call: its SID at once, its report when it has ended and its last callback is out. */
export interface CallHandle {
  readonly sid: string;
  /** Rejects only when the call met something that the emulator does not simulate. */
  readonly done: Promise<CallReport>;
}

/** A text that a person sent: its SID at once, its report when the app has answered. */
export interface TextHandle {
  readonly sid: string;
  /** Rejects only when the answer holds something that the emulator does not simulate. */
  readonly done: Promise<TextReport>;
}

export interface ReplayedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A small telephone network that speaks Twilio's API. */
export interface Emulator {
  /** Serves the REST API and `/control`. `port` 0 picks a free one. */
  listen(address?: { host?: string; port?: number }): Promise<{ url: string }>;
  /** Cuts the calls in progress and every connection, and stops serving. */
  close(): Promise<void>;
  /** Adds a number of the account or changes its URLs. */
  setNumber(number: NumberConfig): AccountNumber;
  /** Places an inbound call. Throws when `to` is not a number of the account. */
  placeCall(call: PlacedCall): CallHandle;
  /** A person sends a text. Throws when `to` is not a number of the account that takes texts. */
  sendText(text: SentText): TextHandle;
  /** The texts on a person's phone, oldest first. */
  textsOf(number: string): readonly ReceivedText[];
  /** What becomes of texts to numbers. */
  readonly recipients: Map<string, RecipientBehaviour>;
  /** What numbers do when the app rings them. */
  readonly callees: Map<string, CalleeBehaviour>;
  /** Times that each number has rung. */
  readonly rings: ReadonlyMap<string, number>;
  /** All requests to the app that are remembered, oldest first. */
  readonly requests: readonly WebhookLog[];
  /** The report of an ended call, while it is remembered. */
  report(sid: string): CallReport | undefined;
  /** Sends a logged request again byte for byte, old signature included. Throws when no answer comes. */
  replay(entry: WebhookLog): Promise<ReplayedAnswer>;
  /** Makes the next REST requests fail. */
  failRest(failure: RestFailure, times?: number): void;
  /** Resolves when no call is in progress, no text on its way, and every callback is out. */
  idle(): Promise<void>;
}
