/**
 * A text of ours, and what each thing that the provider tells does to it. Pure: its state and the news give the next
 * state, and nothing goes back, so that news that come twice, late or out of order do nothing.
 */

export const outgoingStatuses = [
  'planned',
  /** The provider is asked to send it; from then on it may arrive. */
  'asked',
  'queued',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  /** The provider will not send it. */
  'refused',
  /** The provider did not take the request. */
  'not_placed',
  /** Nobody can say whether it was sent. */
  'unknown',
] as const;
export type OutgoingStatus = (typeof outgoingStatuses)[number];
export type TextStatus = OutgoingStatus | 'received';

export interface OutgoingText {
  readonly status: OutgoingStatus;
  readonly providerSid: string | null;
  readonly providerCode: number | null;
}

/** What a webhook, the job that sends, or the search for what was lost has to tell of a text. */
export type TextNews =
  /** `word` is the provider's: `queued`, `sent`, … */
  | {
      readonly kind: 'told';
      readonly providerSid: string;
      readonly word: string;
      readonly providerCode: number | null;
    }
  | {
      readonly kind: 'given_up';
      readonly how: 'refused' | 'not_placed' | 'unknown';
      readonly providerCode: number | null;
    };

/** The provider's words. Others are new to us, and what we do not know, we do not act on. */
const words: Readonly<Record<string, OutgoingStatus>> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  partially_delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
};

/** How far a text has come. What nobody could say may still become known. */
const ranks: Readonly<Record<OutgoingStatus, number>> = {
  planned: 0,
  asked: 1,
  unknown: 2,
  queued: 3,
  sent: 4,
  delivered: 5,
  undelivered: 5,
  failed: 5,
  refused: 5,
  not_placed: 5,
};

/** The text after the news; the same object when they change nothing. A text is one message: another's is not heard. */
export function takeNews(text: OutgoingText, news: TextNews): OutgoingText {
  const { providerCode } = news;
  if (ranks[text.status] === ranks.delivered) return text;
  if (news.kind === 'given_up') {
    const isOpen = ranks[text.status] < ranks.queued && text.status !== 'unknown';
    return isOpen ? { ...text, status: news.how, providerCode } : text;
  }
  if (text.providerSid !== null && text.providerSid !== news.providerSid) return text;
  const status = words[news.word];
  const isNews = status !== undefined && ranks[status] > ranks[text.status];
  if (isNews) return { status, providerSid: news.providerSid, providerCode };
  return text.providerSid === null ? { ...text, providerSid: news.providerSid } : text;
}

/** What became of an attempt to write to somebody. */
export type TextOutcome = 'texted' | 'no_answer' | 'number_refused' | 'not_placed' | 'unknown';

/** The provider's codes for a number that no text reaches, now or later. Source: Twilio's error dictionary. */
const numberCodes: ReadonlySet<number> = new Set([21211, 21610, 21612, 21614, 30005, 30006]);

/** What the text that opens an attempt makes of it; null while nobody can say. */
export function outcomeOf({ status, providerCode }: OutgoingText): TextOutcome | null {
  switch (status) {
    case 'planned':
    case 'asked':
    case 'queued':
      return null;
    case 'sent':
    case 'delivered':
      return 'texted';
    case 'not_placed':
    case 'unknown':
      return status;
    case 'undelivered':
    case 'failed':
      return isOfNumber(providerCode) ? 'number_refused' : 'no_answer';
    case 'refused':
      return isOfNumber(providerCode) ? 'number_refused' : 'not_placed';
  }
}

const isOfNumber = (code: number | null): boolean => code !== null && numberCodes.has(code);

/**
 * Whether an attempt's outcome may still become another: a text that was sent may turn out not to have arrived, as long
 * as nobody answered it.
 */
export const mayBecome = (
  before: TextOutcome | null,
  after: TextOutcome | null,
  answered: boolean,
): boolean => after !== null && after !== before && (before === null || (before === 'texted' && !answered));

/**
 * What follows for the callback: `wait` for an answer; back to the `officer`, with no try used up; or the next try as
 * the `policy` says, and perhaps a person to see to it.
 */
export function whatFollows(
  outcome: TextOutcome,
):
  | { readonly to: 'wait' }
  | { readonly to: 'officer' }
  | { readonly to: 'policy'; readonly leave: 'number_refused' | 'unknown_text' | null } {
  switch (outcome) {
    case 'texted':
      return { to: 'wait' };
    case 'not_placed':
      return { to: 'officer' };
    case 'no_answer':
      return { to: 'policy', leave: null };
    case 'number_refused':
      return { to: 'policy', leave: 'number_refused' };
    case 'unknown':
      return { to: 'policy', leave: 'unknown_text' };
  }
}
