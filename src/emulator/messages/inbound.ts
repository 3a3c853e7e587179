import type { Log } from '../../kernel/ports.ts';
import { geographyOf } from '../call/parameters.ts';
import type { Chance } from '../chance.ts';
import type { AccountNumber } from '../numbers.ts';
import type { Warning } from '../report.ts';
import type { SentText } from '../script.ts';
import { documentFrom, TwimlError, type TwimlDocument } from '../twiml/retrieve.ts';
import { resolveUrl } from '../webhook/address.ts';
import type { WebhookLog } from '../webhook/log.ts';
import type { Webhook, Webhooks } from '../webhook/webhooks.ts';
import type { Message } from './message.ts';
import { RefusedTextError, type Messages, type Received } from './messages.ts';
import { readReplies, type ReplyStep } from './twiml.ts';

/** All that came of a text that a person sent. */
export interface TextReport {
  readonly sid: string;
  /** What the app answered, and the network itself to a keyword, in the order of sending. */
  readonly replies: readonly { readonly sid: string; readonly to: string; readonly body: string }[];
  readonly requests: readonly WebhookLog[];
  readonly warnings: readonly Warning[];
}

export interface InboundDeps {
  readonly accountSid: string;
  readonly messages: Messages;
  readonly webhooks: Webhooks;
  readonly chance: Chance;
  readonly log: Log;
  /** Tells the app of keywords (`OptOutType`), as Twilio's Advanced Opt-Out does. */
  readonly tellsOptOut: boolean;
}

/** A text on its way through the app. Rejects when it meets what is not simulated. */
export type ReceiveText = (
  text: SentText,
  number: AccountNumber,
) => { readonly sid: string; readonly done: Promise<TextReport> };

const mostDocuments = 100;

type Params = Readonly<Record<string, string>>;

function parametersOf(message: Message, accountSid: string): Params {
  const { sid, from, to, body, segments } = message;
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    SmsStatus: 'received',
    From: from,
    To: to,
    Body: body,
    NumMedia: '0',
    NumSegments: String(segments),
    ...geographyOf('From', from),
    ...geographyOf('To', to),
  };
}

/** Walks what the app answers to a person's text. Source: Twilio, "TwiML for Programmable Messaging". */
export function createInbound(deps: InboundDeps): ReceiveText {
  const { accountSid, messages, webhooks } = deps;

  const exchange = async (
    { message, keyword, answer }: Received,
    number: AccountNumber,
  ): Promise<TextReport> => {
    const requests: WebhookLog[] = [];
    const warnings: Warning[] = [];
    const replies: Message[] = answer === undefined ? [] : [answer];
    const caller = { sid: message.sid, chance: deps.chance.fork(message.sid), requests };
    const warn = (code: number, text: string): void => void warnings.push({ code, message: text });
    const optOut = keyword !== undefined && deps.tellsOptOut ? { OptOutType: keyword } : {};
    const params: Params = { ...parametersOf(message, accountSid), ...optOut };

    const load = async (webhook: Webhook): Promise<TwimlDocument> => {
      const { url, outcome } = await webhooks.send(caller, webhook, webhooks.faultOf(caller, webhook));
      return documentFrom(outcome, url, 'Message');
    };
    const resolve = (reference: string, document: TwimlDocument): string => {
      const url = reference === '' ? document.url : resolveUrl(reference, document.url);
      if (url === undefined) throw new TwimlError(11100, 'Invalid URL format');
      return url;
    };
    const reply = (step: Extract<ReplyStep, { step: 'send' }>, document: TwimlDocument): void => {
      const { to = message.from, from = message.to, body, statusCallback } = step;
      if (body === '') return warn(14103, 'Message: invalid Body');
      const callback = statusCallback === undefined ? undefined : resolve(statusCallback, document);
      const text = {
        direction: 'outbound-reply' as const,
        from,
        to,
        body,
        ...(callback !== undefined && { statusCallback: { url: callback, method: 'POST' as const } }),
      };
      try {
        replies.push(messages.send(text));
      } catch (error) {
        if (!(error instanceof RefusedTextError)) throw error;
        warn(error.code, error.message);
      }
    };

    /** Runs one document; the request for the next one, if there is one. */
    const walk = (document: TwimlDocument): Webhook | undefined => {
      for (const step of readReplies(document, warn)) {
        if (step.step === 'redirect')
          return { kind: 'message', url: resolve(step.url, document), method: step.method, params };
        reply(step, document);
      }
      return undefined;
    };

    const recover = (error: unknown, failed: string): Webhook | undefined => {
      if (!(error instanceof TwimlError)) throw error;
      warn(error.code, error.message);
      deps.log.warn({ messageSid: message.sid, code: error.code }, 'document failed');
      const { smsFallbackUrl: url, smsFallbackMethod: method = 'POST' } = number;
      if (url === undefined || url === failed) return undefined;
      const reason = { ErrorCode: String(error.code), ErrorUrl: failed };
      return { kind: 'message', url, method, params: { ...params, ...reason } };
    };

    const { smsUrl, smsMethod = 'POST' } = number;
    let next: Webhook | undefined =
      smsUrl === undefined ? undefined : { kind: 'message', url: smsUrl, method: smsMethod, params };
    for (let count = 0; next !== undefined && count < mostDocuments; count += 1) {
      const { url } = next;
      next = await load(next)
        .then(walk)
        .catch((error: unknown) => recover(error, url));
    }
    if (next !== undefined) warn(11215, `More than ${mostDocuments} documents`);
    const shown = replies.map(({ sid, to, body }) => ({ sid, to, body }));
    return { sid: message.sid, replies: shown, requests, warnings };
  };

  return (text, number) => {
    const received = messages.receive(text);
    return { sid: received.message.sid, done: exchange(received, number) };
  };
}
