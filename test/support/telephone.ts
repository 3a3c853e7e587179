import twilio from 'twilio';
import { accountSid, authToken, caller, line, type Hotline } from './hotline.ts';

export interface WebhookAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

let lastCall = 0;
/** A call's id that no other test of this process uses. */
export const newCallSid = (): string => `CA${(lastCall += 1).toString(16).padStart(32, '0')}`;

/** Twilio by hand, one webhook at a time, for tests that do something between two of them. */
export function createTelephone(publicUrl: string) {
  /** Signs and posts a webhook; `wrong` changes what Twilio would have signed or sent. */
  async function post(
    path: string,
    params: Record<string, string>,
    headers: Record<string, string> = {},
    token = authToken,
  ): Promise<WebhookAnswer> {
    const url = new URL(path, publicUrl);
    url.hash = '';
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(token, url.href, params),
        ...headers,
      },
      body: new URLSearchParams(params).toString(),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      body: await response.text(),
    };
  }

  const standard = (callSid: string) => ({
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    CallStatus: 'in-progress',
    Direction: 'inbound',
    From: caller,
    To: line,
  });

  return {
    post,
    standard,
    dial: (callSid: string) => post('/twilio/voice', { ...standard(callSid), CallStatus: 'ringing' }),
    /** Answers the gather of a document with keys. */
    press: (callSid: string, twiml: string, digits: string) =>
      post(actionOf(twiml), { ...standard(callSid), Digits: digits.replace(/#$/, '') }),
    hangUp: (callSid: string) =>
      post('/twilio/status', {
        ...standard(callSid),
        CallStatus: 'completed',
        CallDuration: '30',
        SequenceNumber: '0',
      }),
  };
}

export const telephoneOf = (hotline: Hotline) => createTelephone(hotline.config.http.publicUrl);

/** Where a document sends what the caller does next, as Twilio reads it. */
export function actionOf(twiml: string): string {
  const found = /action="([^"]+)"/.exec(twiml) ?? /<Redirect[^>]*>([^<]+)</.exec(twiml);
  if (found?.[1] === undefined) throw new Error(`no action in ${twiml}`);
  return found[1].replaceAll('&amp;', '&');
}
