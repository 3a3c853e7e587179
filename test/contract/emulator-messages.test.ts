import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecipientBehaviour, TextReport } from '../../src/emulator/index.ts';
import { bodyComplaints } from './openapi-schema.ts';
import { accountSid, authToken, caller, line, startBench, type Bench } from './scripted-app.ts';

const voiceOnly = '+12025550101';
let bench: Bench;
let client: twilio.Twilio;

async function start(options: Parameters<typeof startBench>[0] = {}): Promise<void> {
  bench = await startBench(options);
  bench.emulator.setNumber({
    number: line,
    voiceUrl: `${bench.app.url}/voice`,
    smsUrl: `${bench.app.url}/sms`,
  });
  bench.emulator.setNumber({ number: voiceOnly, voiceUrl: `${bench.app.url}/voice`, voiceOnly: true });
  bench.app.on('/sms', '');
  bench.app.on('/status', { status: 204, type: null });
  client = twilio(accountSid, authToken);
  client.api.baseUrl = bench.url;
}
beforeEach(() => start());
afterEach(() => bench.close());

const statusCallback = () => `${bench.app.url}/status`;
const send = (body = 'There is news.') =>
  client.messages.create({ to: caller, from: line, body, statusCallback: statusCallback() });
const told = (): string[] => bench.app.at('/status').map(({ params }) => String(params['MessageStatus']));
const received = (): string[] => bench.emulator.textsOf(caller).map(({ body }) => body);
const write = (body: string): Promise<TextReport> =>
  bench.emulator.sendText({ from: caller, to: line, body }).done;

async function rest(
  path: string,
  fields?: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${bench.url}/2010-04-01/Accounts/${accountSid}${path}`, {
    method: fields === undefined ? 'GET' : 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    ...(fields !== undefined && { body: new URLSearchParams(fields) }),
  });
  return { status: response.status, body: await response.json() };
}

describe('a text by REST (twilio.md 12.1)', () => {
  it('is queued, sent and delivered; the first state is not told', async () => {
    const message = await send();
    expect(message).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      numSegments: '1',
      dateSent: null,
    });
    await bench.emulator.idle();
    expect(told()).toEqual(['sent', 'delivered']);
    expect(bench.app.at('/status').at(-1)?.params).toMatchObject({
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      MessageSid: message.sid,
      SmsSid: message.sid,
      SmsStatus: 'delivered',
      From: line,
      To: caller,
    });
    expect(bench.app.at('/status').at(-1)?.params['RawDlrDoneDate']).toMatch(/^\d{10}$/);
    expect(await client.messages(message.sid).fetch()).toMatchObject({
      status: 'delivered',
      errorCode: null,
    });
    expect(bench.emulator.textsOf(caller)).toMatchObject([
      { sid: message.sid, from: line, body: 'There is news.' },
    ]);
  });

  it.each([
    [{ kind: 'undelivered' }, ['sent', 'undelivered'], 'undelivered', 30003, []],
    [{ kind: 'undelivered', errorCode: 30006 }, ['sent', 'undelivered'], 'undelivered', 30006, []],
    [{ kind: 'failed' }, ['failed'], 'failed', 30001, []],
    [{ kind: 'unconfirmed' }, ['sent'], 'sent', null, ['There is news.']],
  ] as const)(
    'to a number that is %j',
    async (behaviour: RecipientBehaviour, statuses, status, errorCode, texts) => {
      bench.emulator.recipients.set(caller, behaviour);
      const { sid } = await send();
      await bench.emulator.idle();
      expect(told()).toEqual(statuses);
      expect(await client.messages(sid).fetch()).toMatchObject({ status, errorCode });
      if (errorCode !== null)
        expect(bench.app.at('/status').at(-1)?.params['ErrorCode']).toBe(String(errorCode));
      expect(received()).toEqual(texts);
    },
  );

  it('may take its time', async () => {
    await bench.close();
    await start({ speed: 100 });
    bench.emulator.recipients.set(caller, { kind: 'delivers', afterSeconds: 30 });
    const { sid } = await send();
    expect((await client.messages(sid).fetch()).status).not.toBe('delivered');
    await bench.emulator.idle();
    expect((await client.messages(sid).fetch()).status).toBe('delivered');
  });

  it('has its callbacks swapped and doubled when faults say so', async () => {
    await bench.close();
    await start({
      faults: ({ params }) =>
        params['MessageStatus'] === 'sent' ? { reorder: true } : { duplicate: 'sequential' },
    });
    await send();
    await bench.emulator.idle();
    expect(told()).toEqual(['delivered', 'delivered', 'sent']);
  });

  it('is signed with the port, as messaging does', async () => {
    await send();
    await bench.emulator.idle();
    const [request] = bench.app.at('/status');
    const signature = String(request?.headers['x-twilio-signature']);
    expect(twilio.validateRequest(authToken, signature, statusCallback(), request?.params ?? {})).toBe(true);
  });

  it('is redacted, and deleted, once it has settled', async () => {
    const { sid } = await send();
    await bench.emulator.idle();
    expect((await client.messages(sid).update({ body: '' })).body).toBe('');
    await expect(client.messages(sid).update({ body: 'other' })).rejects.toMatchObject({ status: 400 });
    await expect(client.messages(sid).update({ status: 'canceled' })).rejects.toMatchObject({ status: 400 });
    expect(await client.messages(sid).remove()).toBe(true);
    await expect(client.messages(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('is listed newest first, filtered', async () => {
    const first = await send('one');
    const second = await client.messages.create({ to: '+12025550124', from: line, body: 'two' });
    await bench.emulator.idle();
    expect((await client.messages.list()).map(({ sid }) => sid)).toEqual([second.sid, first.sid]);
    expect((await client.messages.list({ to: caller })).map(({ sid }) => sid)).toEqual([first.sid]);
    expect(await client.messages.list({ dateSentAfter: new Date(Date.now() + 3_600_000) })).toEqual([]);
    expect(await client.messages.list({ from: voiceOnly })).toEqual([]);
  });

  it('counts its segments', async () => {
    expect((await send('a'.repeat(161))).numSegments).toBe('2');
    expect((await send('í'.repeat(71))).numSegments).toBe('2');
  });

  it.each([
    [{ To: '' }, 21604],
    [{ From: '' }, 21603],
    [{ Body: '' }, 21602],
    [{ To: '555' }, 21211],
    [{ From: 'me' }, 21212],
    [{ From: '+12025550199' }, 21606],
    [{ From: voiceOnly }, 21606],
    [{ To: line }, 21266],
    [{ To: voiceOnly }, 20001],
    [{ Body: 'x'.repeat(1601) }, 21617],
    [{ StatusCallback: '/relative' }, 21609],
    [{ ValidityPeriod: '36001' }, 20001],
    [{ MediaUrl: 'https://example.org/a.png' }, 20001],
    [{ MessagingServiceSid: `MG${'0'.repeat(32)}` }, 20001],
  ])('is refused at %j with code %i', async (fields, code) => {
    const answer = await rest('/Messages.json', { To: caller, From: line, Body: 'hello', ...fields });
    expect(answer).toMatchObject({ status: 400, body: { code, status: 400 } });
  });

  it('is refused at once where the number can take none', async () => {
    bench.emulator.recipients.set(caller, { kind: 'refused', errorCode: 21614 });
    await expect(send()).rejects.toMatchObject({ status: 400, code: 21614 });
  });

  it('has a body that holds to Twilio’s OpenAPI description', async () => {
    const created = await rest('/Messages.json', { To: caller, From: line, Body: 'hello' });
    expect(created.status).toBe(201);
    expect(bodyComplaints('post', '/Accounts/{AccountSid}/Messages.json', 201, created.body)).toEqual([]);
    bench.emulator.recipients.set(caller, { kind: 'failed' });
    const { sid } = await send();
    await bench.emulator.idle();
    const fetched = await rest(`/Messages/${sid}.json`);
    expect(bodyComplaints('get', '/Accounts/{AccountSid}/Messages/{Sid}.json', 200, fetched.body)).toEqual(
      [],
    );
    const listed = await rest('/Messages.json?PageSize=1');
    expect(bodyComplaints('get', '/Accounts/{AccountSid}/Messages.json', 200, listed.body)).toEqual([]);
    const updated = await rest(`/Messages/${sid}.json`, { Body: '' });
    expect(bodyComplaints('post', '/Accounts/{AccountSid}/Messages/{Sid}.json', 200, updated.body)).toEqual(
      [],
    );
  });
});

describe('a text from a person (twilio.md 12.2)', () => {
  it('is told to the number’s SmsUrl; an empty answer sends nothing', async () => {
    const report = await write('When do you open?');
    expect(bench.app.at('/sms')[0]?.params).toMatchObject({
      MessageSid: report.sid,
      SmsSid: report.sid,
      SmsMessageSid: report.sid,
      AccountSid: accountSid,
      From: caller,
      To: line,
      Body: 'When do you open?',
      NumMedia: '0',
      NumSegments: '1',
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
      FromCountry: 'US',
      ToCity: '',
    });
    expect(report).toMatchObject({ replies: [], warnings: [] });
    expect(await client.messages(report.sid).fetch()).toMatchObject({
      direction: 'inbound',
      status: 'received',
    });
  });

  it('is answered by Message, with words inside or in a Body, and followed by callbacks', async () => {
    bench.app.on(
      '/sms',
      `<Message statusCallback="/status">At nine.</Message><Message><Body>Monday too.</Body></Message>`,
    );
    const report = await write('When?');
    await bench.emulator.idle();
    expect(report.replies.map(({ body }) => body)).toEqual(['At nine.', 'Monday too.']);
    expect(received()).toEqual(['At nine.', 'Monday too.']);
    expect(told()).toEqual(['sent', 'delivered']);
    expect(await client.messages.list({ to: caller })).toMatchObject([
      { direction: 'outbound-reply' },
      { direction: 'outbound-reply' },
    ]);
  });

  it('is answered by a Redirect’s document, with the same parameters, and by plain text', async () => {
    bench.app.on('/sms', '<Redirect method="GET">/next</Redirect><Message>never</Message>');
    bench.app.on('/next', { type: 'text/plain', body: 'Plainly.' });
    const report = await write('Hello');
    expect(bench.app.at('/next')[0]).toMatchObject({
      method: 'GET',
      params: { Body: 'Hello', MessageSid: report.sid },
    });
    expect(report.replies.map(({ body }) => body)).toEqual(['Plainly.']);
  });

  it('turns to the fallback URL when the app fails', async () => {
    bench.emulator.setNumber({
      number: line,
      voiceUrl: `${bench.app.url}/voice`,
      smsFallbackUrl: `${bench.app.url}/fallback`,
    });
    bench.app.on('/sms', { status: 500 });
    bench.app.on('/fallback', '<Message>Sorry.</Message>');
    const report = await write('Hello');
    expect(bench.app.at('/fallback')[0]?.params).toMatchObject({
      ErrorCode: '11200',
      ErrorUrl: `${bench.app.url}/sms`,
      Body: 'Hello',
    });
    expect(report.replies.map(({ body }) => body)).toEqual(['Sorry.']);
    expect(report.warnings.map(({ code }) => code)).toEqual([11200]);
  });

  it.each([
    ['<Say>hi</Say>', 12200],
    ['<Message colour="red">hi</Message>', 12200],
    ['stray', 12200],
    ['<Message from="+12025550199">hi</Message>', 21606],
    ['<Message/>', 14103],
    [`<Message>${'x'.repeat(1601)}</Message>`, 21617],
    ['<Redirect method="PUT">/sms2</Redirect>', 12200],
  ])('warns of %s with %i', async (document, code) => {
    bench.app.on('/sms', document);
    bench.app.on('/sms2', '');
    expect((await write('Hello')).warnings.map((warning) => warning.code)).toContain(code);
  });

  it.each([
    '<Message action="/x">hi</Message>',
    '<Message><Media>https://example.org/a.png</Media></Message>',
  ])('%s is Twilio’s but not simulated: it fails loudly', async (document) => {
    bench.app.on('/sms', document);
    await expect(write('Hello')).rejects.toThrow(/not simulated/);
  });

  it('does not follow redirects without end', async () => {
    bench.app.on('/sms', '<Redirect/>');
    expect((await write('Hello')).warnings.map(({ code }) => code)).toEqual([11215]);
  });

  it('goes to no number that takes none', () => {
    expect(() => bench.emulator.sendText({ from: caller, to: voiceOnly, body: 'Hello' })).toThrow(
      /takes no texts/,
    );
  });
});

describe('opting out (twilio.md 12.3)', () => {
  it.each(['STOP', 'stop', ' Unsubscribe ', 'END', 'quit', 'StopAll', 'REVOKE', 'optout', 'cancel'])(
    '%j is confirmed by the network, and nothing more may be sent: 21610',
    async (keyword) => {
      const report = await write(keyword);
      await bench.emulator.idle();
      expect(received()).toEqual([expect.stringContaining('unsubscribed')]);
      expect(report.replies).toHaveLength(1);
      expect(bench.app.at('/sms')[0]?.params).toMatchObject({ Body: keyword });
      expect(bench.app.at('/sms')[0]?.params['OptOutType']).toBeUndefined();
      await expect(send()).rejects.toMatchObject({ status: 400, code: 21610 });
    },
  );

  it('holds for one sender and one person, and silences the app’s own answer', async () => {
    bench.app.on('/sms', '<Message>Sorry to see you go.</Message>');
    expect((await write('STOP')).warnings.map(({ code }) => code)).toEqual([21610]);
    const other = await client.messages.create({ to: '+12025550124', from: line, body: 'hello' });
    expect(other.status).toBe('queued');
  });

  it('ends with START; the words mean nothing to those who never stopped', async () => {
    await write('yes');
    expect(received()).toEqual([]);
    await write('STOP');
    await write('Unstop');
    await send();
    await bench.emulator.idle();
    expect(received()).toEqual([
      expect.stringContaining('unsubscribed'),
      expect.stringContaining('re-subscribed'),
      'There is news.',
    ]);
  });

  it('HELP is answered, and a word inside a sentence is no keyword', async () => {
    await write('HELP');
    await write('please stop');
    await bench.emulator.idle();
    expect(received()).toEqual([expect.stringContaining('STOP to unsubscribe')]);
  });

  it('is told to the app where the account has Advanced Opt-Out', async () => {
    await bench.close();
    await start({ advancedOptOut: true });
    await write('STOP');
    expect(bench.app.at('/sms')[0]?.params['OptOutType']).toBe('STOP');
  });
});

describe('texts over control', () => {
  async function control(path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${bench.url}/control${path}`, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  it('are sent, read and scripted', async () => {
    bench.app.on('/sms', '<Message>Yes.</Message>');
    const sent = await control('/texts', { from: caller, to: line, body: 'Hello' });
    expect(sent).toMatchObject({ status: 200, body: { replies: [{ body: 'Yes.' }], warnings: [] } });
    await bench.emulator.idle();
    const read = await control(`/texts?number=${encodeURIComponent(caller)}`);
    expect(read).toMatchObject({ status: 200, body: [{ from: line, body: 'Yes.' }] });
    expect((await control('/recipients', { number: caller, behaviour: { kind: 'failed' } })).status).toBe(
      204,
    );
    expect(bench.emulator.recipients.get(caller)).toEqual({ kind: 'failed' });
    expect((await control('/texts', { from: caller, to: voiceOnly, body: 'Hello' })).status).toBe(404);
    expect((await control('/recipients', { number: caller, behaviour: { kind: 'sings' } })).status).toBe(400);
  });
});
