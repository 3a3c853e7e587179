import type { CallStatus } from './call/status.ts';
import type { WebhookLog } from './webhook/log.ts';

/** Something that reached the person's ear, `at` so many seconds after the call began. */
export interface HeardLine {
  readonly at: number;
  readonly kind: 'say' | 'play' | 'pause' | 'beep' | 'tones' | 'failure' | 'voice' | 'ringing' | 'music';
  /** What was said, by the app or (`voice`) by another person; for `play` the URL; for `tones` the keys. */
  readonly text: string;
  readonly language: string;
  readonly voice?: string;
}

/** What Twilio's debugger would show: code and short text. Tests treat any as a failure. */
export interface Warning {
  readonly code: number;
  readonly message: string;
}

/** An expectation of the script that the call did not meet. */
export interface Missed {
  /** Position of the action in the script. */
  readonly action: number;
  readonly expected: string;
  /** What was said instead. */
  readonly heard: string;
}

/** Two people who could talk with one another. In a conference there is one for each other participant. */
export interface Bridge {
  /** The other's call. */
  readonly with: string;
  /** The other's number or identity. */
  readonly number: string;
  /** Seconds after the call began. */
  readonly at: number;
  readonly seconds: number;
}

/** Who or what ended the call. `peer`: the leg that dialled it, or was bridged with it, let it go. */
export type EndedBy = 'caller' | 'callee' | 'peer' | 'app' | 'reject' | 'rest' | 'error' | 'limit';

/** All that happened on one call. */
export interface CallReport {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-dial';
  /** The leg that dialled this one. */
  readonly parentSid?: string;
  readonly from: string;
  readonly to: string;
  readonly status: CallStatus;
  /** Whole seconds from answer to end. */
  readonly duration: number;
  readonly heard: readonly HeardLine[];
  readonly requests: readonly WebhookLog[];
  readonly warnings: readonly Warning[];
  readonly missed: readonly Missed[];
  readonly recordings: readonly string[];
  /** Legs that this one dialled, each with a report of its own. */
  readonly dialled: readonly string[];
  readonly bridges: readonly Bridge[];
  /** Parameters that a `<Client>` was given. */
  readonly custom?: Readonly<Record<string, string>>;
  /** Actions of the script that the call never came to. */
  readonly unused: number;
  readonly endedBy: EndedBy;
}
