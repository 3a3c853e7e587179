import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { send } from './app-under-test.ts';
import {
  accountSid,
  authTokenSecondary,
  encode,
  inbound,
  publicUrl,
  sign,
  twilioAppUnderTest,
} from './twilio-app-under-test.ts';

describe('a route for Twilio', () => {
  let setup: Awaited<ReturnType<typeof twilioAppUnderTest>>;
  beforeAll(async () => {
    setup = await twilioAppUnderTest();
  });
  beforeEach(() => {
    setup.calls.served = 0;
  });
  afterAll(() => setup.app.close());

  const post = (...request: Parameters<(typeof setup)['post']>) => setup.post(...request);

  const codeOf = ({ status, body }: { status: number; body: string }) => {
    const problem = JSON.parse(body) as { status: number; code: string };
    expect(problem.status).toBe(status);
    return [status, problem.code];
  };

  it('serves what Twilio signed, by POST', async () => {
    const answer = await post('/twilio/voice', inbound);
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' } });
    expect(setup.calls.served).toBe(1);
  });

  it('serves what Twilio signed, by GET with its parameters in the query', async () => {
    const target = `/twilio/voice?lang=en'a&${encode(inbound)}`;
    const headers = { 'x-twilio-signature': sign(publicUrl + target, {}) };
    expect((await send(setup.app, { target, headers })).status).toBe(200);
    const changed = target.replace('5550123', '5550124');
    expect(codeOf(await send(setup.app, { target: changed, headers }))).toEqual([
      403,
      'twilio.signature_invalid',
    ]);
  });

  it('serves what the other token signed, while two are being exchanged', async () => {
    const signature = sign(`${publicUrl}/twilio/voice`, inbound, authTokenSecondary);
    expect((await post('/twilio/voice', inbound, { signature })).status).toBe(200);
  });

  it('looks at the request line and the settings, never at Host or forwarding headers', async () => {
    const forged = {
      host: 'elsewhere.example.net',
      'x-forwarded-host': 'elsewhere.example.net',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '1',
    };
    expect((await post('/twilio/voice', inbound, { headers: forged })).status).toBe(200);
    const signature = sign('http://elsewhere.example.net/twilio/voice', inbound);
    expect(codeOf(await post('/twilio/voice', inbound, { headers: forged, signature }))).toEqual([
      403,
      'twilio.signature_invalid',
    ]);
  });

  it.each([
    ['no signature', { 'x-twilio-signature': '' }],
    [
      'a signature of another token',
      { 'x-twilio-signature': sign(`${publicUrl}/twilio/voice`, inbound, 'another') },
    ],
    ['a signature that is no base64', { 'x-twilio-signature': 'ÿ'.repeat(28) }],
    ['a signature of 8 kB', { 'x-twilio-signature': 'x'.repeat(8_000) }],
  ])('refuses %s', async (_name, headers) => {
    expect(codeOf(await post('/twilio/voice', inbound, { headers }))).toEqual([
      403,
      'twilio.signature_invalid',
    ]);
    expect(setup.calls.served).toBe(0);
  });

  it('refuses a changed, an added and a removed parameter', async () => {
    const signature = sign(`${publicUrl}/twilio/voice`, inbound);
    const { FromCity: _empty, ...without } = inbound;
    const changed = [
      { ...inbound, From: '+12025550199' },
      { ...inbound, Digits: '1' },
      { ...inbound, To: '' },
    ];
    for (const params of changed) {
      expect(codeOf(await post('/twilio/voice', params, { signature }))).toEqual([
        403,
        'twilio.signature_invalid',
      ]);
    }
    // An empty value adds its name to what is signed.
    expect(codeOf(await post('/twilio/voice', without, { signature }))).toEqual([
      403,
      'twilio.signature_invalid',
    ]);
  });

  it('refuses another account, however well it signs', async () => {
    const other = { ...inbound, AccountSid: `AC${'0'.repeat(31)}2` };
    expect(codeOf(await post('/twilio/voice', other))).toEqual([403, 'twilio.account_unknown']);
    const { AccountSid: _none, ...without } = inbound;
    expect(codeOf(await post('/twilio/voice', without))).toEqual([403, 'twilio.account_unknown']);
    const both = { ...inbound, AccountSid: [accountSid, `AC${'0'.repeat(31)}2`] };
    expect(codeOf(await post('/twilio/voice', both))).toEqual([403, 'twilio.account_unknown']);
  });

  it('refuses a parameter that comes twice, where one is read', async () => {
    const twice = { ...inbound, CallSid: [inbound.CallSid, inbound.CallSid] };
    const answer = await post('/twilio/voice', twice);
    expect(codeOf(answer)).toEqual([400, 'twilio.parameter_invalid']);
    expect(JSON.parse(answer.body)).toMatchObject({ parameters: ['CallSid'] });
  });

  it('takes a parameter that comes twice, where none is read', async () => {
    expect((await post('/twilio/voice', { ...inbound, MediaUrl: ['b', 'a', 'b'] })).status).toBe(200);
  });

  it.each([
    ['10 kB of keys', '1'.repeat(10_240)],
    ['an emoji', '👍'],
    ['NUL', '1\u0000'],
    ['letters', 'DROP TABLE'],
  ])('refuses %s for keys, by a code and without repeating them', async (_name, Digits) => {
    const answer = await post('/twilio/turn', { ...inbound, Digits });
    expect(codeOf(answer)).toEqual([400, 'twilio.parameter_invalid']);
    expect(answer.body).not.toContain(Digits);
  });

  it('takes a lone surrogate on the wire for what it is: no key', async () => {
    const params = { ...inbound, Digits: '%ED%A0%80' };
    const body = encode(inbound) + '&Digits=%ED%A0%80';
    const refused = [
      codeOf(await post('/twilio/turn', params, { body })),
      codeOf(await post('/twilio/turn', inbound, { body })),
    ];
    expect(refused).toEqual([
      [400, 'twilio.parameter_invalid'],
      [403, 'twilio.signature_invalid'],
    ]);
  });

  it('refuses JSON, also signed as JSON is, and any other content type', async () => {
    const body = JSON.stringify(inbound);
    const target = `/twilio/voice?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'nonsense']) {
      const headers = { 'content-type': type };
      expect(codeOf(await post(target, {}, { headers, body }))).toEqual([415, 'http.unsupported_media']);
    }
    expect(setup.calls.served).toBe(0);
  });

  it('refuses a body that is too large before it looks at the signature', async () => {
    const params = { ...inbound, FromCity: 'x'.repeat(65 * 1024) };
    expect(codeOf(await post('/twilio/voice', params))).toEqual([413, 'http.too_large']);
  });

  it('logs refusals by code, without a parameter', async () => {
    await post('/twilio/voice', { ...inbound, CallSid: 'CA-Ana-Gil' });
    expect(setup.log.lines.at(-1)).toMatchObject({
      level: 'info',
      fields: { code: 'twilio.parameter_invalid' },
    });
    expect(JSON.stringify(setup.log.lines)).not.toMatch(/Ana|5550123/);
  });
});
