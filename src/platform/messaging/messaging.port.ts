/**
 * What we ask of the provider of texts. Numbers and words go in and never come out: results and errors carry ids and
 * codes, so that they may be logged (law 5).
 */
export interface Messaging {
  /**
   * Sends a text. There is no idempotency key: the caller has a row with the text first, and after `unknown` looks
   * the text up instead of sending it again (law 4).
   */
  sendText(request: SendText): Promise<SendTextResult>;
  /** What has become of a text. */
  fetchText(
    messageSid: string,
  ): Promise<{ readonly kind: 'found'; readonly text: ProviderText } | { readonly kind: 'missing' }>;
  /** Texts that were asked for here between two numbers since a time, newest first: to find what `unknown` left behind. */
  listTexts(query: TextQuery): Promise<readonly ProviderText[]>;
}

export interface SendText {
  /** E.164. */
  readonly to: string;
  /** E.164, one of our own numbers. */
  readonly from: string;
  /** Its words; the provider takes 1,600 characters at most. */
  readonly words: string;
  /** Absolute URL, told of every change of state but the first; carries the text's id. */
  readonly statusUrl: string;
}

export type SendTextResult =
  | { readonly kind: 'started'; readonly messageSid: string }
  /**
   * The provider will not send it: another try would be refused too. Its codes: 21211 no valid number, 21610 the
   * person has answered STOP, 21612 and 21614 no text reaches the number, 21617 too long.
   */
  | { readonly kind: 'refused'; readonly providerCode: number | null }
  /** The provider did not take the request: it is safe to try again later. */
  | { readonly kind: 'not_placed' }
  /** No answer came back: the text may arrive. */
  | { readonly kind: 'unknown' };

export interface TextQuery {
  readonly to: string;
  readonly from: string;
  readonly createdAfter: Date;
}

export interface ProviderText {
  readonly messageSid: string;
  /** The provider's word: `queued`, `sent`, `delivered`, `undelivered`, `failed`, … */
  readonly status: string;
  /** Why it did not arrive, such as 30003 for a phone that is off; null where nothing went wrong. */
  readonly providerCode: number | null;
}
