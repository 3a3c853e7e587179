import { createHmac } from 'node:crypto';

/** The account that the bench's calls come from, and the address that they ask. */
export const provider = {
  publicUrl: 'https://hotline.example.org',
  accountSid: 'AC00000000000000000000000000000001',
  authToken: '0123456789abcdef0123456789abcdef',
  line: '+18005550199',
} as const;

/** Keys of the bench's flow that lead a call round it, again and again. */
const keys = ['1', '2'] as const;

/** A call takes this many steps: the engine ends one that enters a step more than fifty times. */
export const stepsPerCall = 90;

/** The first webhook of a call. */
export function incomingRequest(callSid: string): Buffer {
  return signedRequest('/twilio/voice', parameters(callSid));
}

/** The webhook that answers turn `turn` with the key that leads on. */
export function stepRequest(callSid: string, turn: number): Buffer {
  const digits = keys[(turn - 1) % keys.length] ?? '1';
  return signedRequest(`/twilio/voice/turn?turn=${turn}`, {
    ...parameters(callSid),
    Digits: digits,
    FinishedOnKey: '',
    msg: 'Gather End',
  });
}

/** The parameters of a webhook for a call between two North American numbers. */
function parameters(callSid: string): Record<string, string> {
  const place = { City: 'LOS ANGELES', State: 'CA', Zip: '90012', Country: 'US' };
  const caller = Object.entries(place).map(([name, value]) => [`From${name}`, value] as const);
  const called = Object.keys(place).map((name) => [`To${name}`, name === 'Country' ? 'US' : ''] as const);
  return {
    AccountSid: provider.accountSid,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    CallStatus: 'in-progress',
    Direction: 'inbound',
    From: '+12135550123',
    To: provider.line,
    Caller: '+12135550123',
    Called: provider.line,
    ...Object.fromEntries(caller),
    ...Object.fromEntries(called),
    CallerName: 'LOS ANGELES  CA',
    StirVerstat: 'TN-Validation-Passed-A',
    CallToken: '%7B%22parentCallInfoToken%22%3A%22eyJhbGciOiJFUzI1NiJ9.eyJjYWxsU2lkIjoiQ0EifQ%22%7D',
    WebhookEdition: '2',
    ForwardedFrom: provider.line,
  };
}

/** A whole HTTP request, signed as Twilio signs: HMAC-SHA1 over the URL and the sorted parameters. */
function signedRequest(path: string, form: Readonly<Record<string, string>>): Buffer {
  const text = Object.keys(form)
    .sort()
    .reduce((signed, name) => signed + name + form[name], provider.publicUrl + path);
  const signature = createHmac('sha1', provider.authToken).update(text, 'utf8').digest('base64');
  const body = new URLSearchParams(form).toString();
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(provider.publicUrl).host}`,
    'User-Agent: TwilioProxy/1.1',
    'Accept: */*',
    'Content-Type: application/x-www-form-urlencoded; charset=UTF-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Twilio-Signature: ${signature}`,
    'I-Twilio-Idempotency-Token: 00000000-0000-4000-8000-000000000000',
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
