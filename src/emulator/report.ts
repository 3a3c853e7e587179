import type { CallStatus } from './call/status.ts';
import type { WebhookLog } from './webhook/log.ts';

/** Something that reached the person's ear, `at` so many seconds after the call began. */
export interface HeardLine {
  readonly at: number;
  readonly kind: 'say' | 'play' | 'pause' | 'beep' | 'tones' | 'failure';
  /** What was said; for `play` the URL; for `tones` the keys; otherwise empty. */
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

/** Who or what ended the call. */
export type EndedBy = 'caller' | 'callee' | 'app' | 'reject' | 'rest' | 'error' | 'limit';

/** All that happened on one call. */
export interface CallReport {
  readonly sid: string;
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
  /** Actions of the script that the call never came to. */
  readonly unused: number;
  readonly endedBy: EndedBy;
}
