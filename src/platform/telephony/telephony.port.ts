/**
 * What we ask of the telephone provider. Numbers go in and never come out: results and errors carry ids and
 * codes, so that they may be logged (law 5).
 */
export interface Telephony {
  /**
   * Places a call. There is no idempotency key: the caller has a row with the attempt first, and after
   * `unknown` looks the call up instead of placing it again (law 4).
   */
  startCall(request: StartCall): Promise<StartCallResult>;
  /** A call's state; some seconds behind the truth. */
  fetchCall(callSid: string): Promise<{ readonly kind: 'found'; readonly call: ProviderCall } | Missing>;
  /**
   * Calls that we placed from one of our numbers since a time: what `unknown` or a restored backup left behind. Some seconds behind
   * the truth. Calls that wait at the provider to be placed are among them.
   *
   * @throws AppError `twilio.rest_unavailable`, `twilio.rest_refused`
   */
  listCalls(query: CallQuery): Promise<CallList>;
  /** Hangs up, also before the call is answered. */
  endCall(callSid: string): Promise<{ readonly kind: 'ended' | 'already_ended' } | Missing>;
  /** Has an answered call ask another absolute URL for TwiML, wherever it is: out of a conference, too. */
  redirectCall(
    callSid: string,
    url: string,
  ): Promise<{ readonly kind: 'redirected' | 'already_ended' } | Missing>;
  /** What is known of a recording; never its sound. */
  fetchRecording(
    recordingSid: string,
  ): Promise<{ readonly kind: 'found'; readonly recording: ProviderRecording } | Missing>;
  /** Deletes the sound; the provider keeps the fact that there was one for 40 days. */
  deleteRecording(recordingSid: string): Promise<{ readonly kind: 'deleted' } | Missing>;
}

export interface Missing {
  readonly kind: 'missing';
}

export interface StartCall {
  /** E.164. */
  readonly to: string;
  /** E.164, one of our own numbers. */
  readonly from: string;
  /** Absolute URL, asked for TwiML once the call is answered. */
  readonly answerUrl: string;
  /** Absolute URL, told of every change of state; carries the attempt's id. */
  readonly statusUrl: string;
  /** Seconds to let it ring; the provider may add five. */
  readonly ringSeconds: number;
  /** Seconds after which the provider ends the call. */
  readonly longestSeconds: number;
  /**
   * Has the provider listen first who answers, and ask `answerUrl` with its verdict (`AnsweredBy`): `Enable` as soon
   * as it has one, `DetectMessageEnd` at the end of a machine's greeting. A person waits about four seconds for it.
   * Absent = it asks at once.
   */
  readonly machineDetection?: 'Enable' | 'DetectMessageEnd';
}

export type StartCallResult =
  | { readonly kind: 'started'; readonly callSid: string }
  /** The provider will not place it: another try would be refused too. */
  | { readonly kind: 'refused'; readonly providerCode: number | null }
  /** The provider did not take the request: it is safe to try again later. */
  | { readonly kind: 'not_placed' }
  /** No answer came back: the call may ring. */
  | { readonly kind: 'unknown' };

export interface CallQuery {
  /** E.164; without it, to any number. */
  readonly to?: string;
  /** E.164. */
  readonly from: string;
  readonly startedAfter: Date;
}

export interface CallList {
  readonly calls: readonly ProviderCall[];
  /** True when there are more than were fetched: what is not on the list may be at the provider all the same. */
  readonly truncated: boolean;
}

export interface ProviderCall {
  readonly callSid: string;
  readonly status:
    'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';
  /** When the provider took the request; null where it does not say. */
  readonly createdAt: Date | null;
  /** Null until it rings. */
  readonly startedAt: Date | null;
  /** Seconds; null until it has ended. */
  readonly seconds: number | null;
}

export interface ProviderRecording {
  readonly recordingSid: string;
  readonly callSid: string;
  readonly status: string;
  /** Seconds; null until it is complete. */
  readonly seconds: number | null;
}
