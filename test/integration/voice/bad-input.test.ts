import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountSid, line, startHotline, type Hotline } from '../../support/hotline.ts';
import { countRows } from '../../support/rows.ts';
import { newCallSid, telephoneOf, type WebhookAnswer } from '../../support/telephone.ts';

let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline();
});
afterAll(() => hotline.stop());

const codeOf = (answer: WebhookAnswer) => ({
  status: answer.status,
  code: (JSON.parse(answer.body) as { code: string }).code,
});

describe('a webhook that is not what Twilio sends', () => {
  const start = () => {
    const phone = telephoneOf(hotline);
    return { phone, sid: newCallSid() };
  };

  it.each([
    [
      'of another account',
      { AccountSid: 'AC99999999999999999999999999999999' },
      403,
      'twilio.account_unknown',
    ],
    ['to a number that is no line of ours', { To: '+18005550100' }, 404, 'twilio.line_unknown'],
    ['without a CallSid', { CallSid: '' }, 400, 'twilio.parameter_invalid'],
    ['with a CallSid of another form', { CallSid: 'CA-1' }, 400, 'twilio.parameter_invalid'],
    ['with a state that is no word', { CallStatus: 'Dancing!' }, 400, 'twilio.parameter_invalid'],
  ])('%s gets a coded answer and leaves nothing', async (_, change, status, code) => {
    const { phone, sid } = start();
    const before = await countRows(hotline.database.url);
    const answer = await phone.post('/twilio/voice', { ...phone.standard(sid), ...change });
    expect(codeOf(answer)).toEqual({ status, code });
    expect(await countRows(hotline.database.url)).toEqual(before);
  });

  it.each([
    ['unsigned', { 'x-twilio-signature': '' }],
    ['wrongly signed', { 'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
    [
      'wrongly signed with forged forwarding headers',
      {
        'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=',
        'x-forwarded-host': 'example.com',
        'x-forwarded-proto': 'https',
        'x-original-url': '/twilio/voice',
      },
    ],
  ])('%s is refused before anything is read', async (_, headers) => {
    const { phone, sid } = start();
    const answer = await phone.post('/twilio/voice', phone.standard(sid), headers);
    expect(codeOf(answer)).toEqual({ status: 403, code: 'twilio.signature_invalid' });
  });

  it('for a call that we never met is told so', async () => {
    const { phone, sid } = start();
    const answer = await phone.post('/twilio/voice/turn?turn=1', { ...phone.standard(sid), Digits: '1' });
    expect(codeOf(answer)).toEqual({ status: 404, code: 'twilio.call_unknown' });
  });

  it.each([
    ['10 kB of digits', '1'.repeat(10_000)],
    ['emoji', '☎️🙂'],
    ['a NUL', '1\u00002'],
    ['letters', 'drop table calls'],
  ])('with %s as keys gets a coded answer, and the call goes on', async (_, digits) => {
    const { phone, sid } = start();
    const { body } = await phone.dial(sid);
    const answer = await phone.post('/twilio/voice/turn?turn=1', { ...phone.standard(sid), Digits: digits });
    expect(codeOf(answer)).toEqual({ status: 400, code: 'twilio.parameter_invalid' });
    expect((await phone.press(sid, body, '1')).body).toContain("victims' assistance line");
  });

  it.each([
    'anonymous',
    '',
    '+266696687',
    'sip:someone@example.org',
    'client:officer',
    '🙂'.repeat(50),
    'a\u0000b',
  ])('from %j is an ordinary call from a withheld number', async (from) => {
    const { phone, sid } = start();
    const answer = await phone.post('/twilio/voice', { ...phone.standard(sid), From: from });
    expect(answer.status).toBe(200);
  });

  it('with a parameter twice is refused', async () => {
    const url = `${hotline.config.http.publicUrl}/twilio/voice`;
    const body = new URLSearchParams({ ...telephoneOf(hotline).standard(newCallSid()) });
    body.append('To', line);
    const params = Object.fromEntries([...body.keys()].map((key) => [key, body.getAll(key)]));
    const twilio = (await import('twilio')).default;
    const signature = twilio.getExpectedTwilioSignature(hotline.config.twilio.authToken, url, params);
    const response = await fetch(url, { method: 'POST', headers: { 'x-twilio-signature': signature }, body });
    expect({ status: response.status, ...((await response.json()) as object) }).toMatchObject({
      status: 400,
      code: 'twilio.parameter_invalid',
    });
  });

  it('as JSON is refused', async () => {
    const response = await fetch(`${hotline.config.http.publicUrl}/twilio/voice`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ AccountSid: accountSid }),
    });
    expect(response.status).toBe(415);
  });
});
