import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountSid, authToken, caller, line, startBench, twiml, type Bench } from './scripted-app.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const answerWith = (overrides: string, more: object = {}): void =>
  void bench.emulator.setNumber({ number: line, voiceUrl: `${bench.app.url}/voice${overrides}`, ...more });

describe('a webhook (twilio.md 2, 3)', () => {
  it('carries the standard parameters, empty ones included, and one that nobody knows', async () => {
    bench.app.on('/voice', '<Hangup/>');
    const { done, sid } = bench.emulator.placeCall({
      from: caller,
      to: line,
      script: [],
      forwardedFrom: '+12025550188',
      stirVerstat: 'TN-Validation-Passed-A',
    });
    await done;
    const [request] = bench.app.at('/voice');
    expect(request?.params).toMatchObject({
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      CallSid: sid,
      CallStatus: 'ringing',
      Direction: 'inbound',
      From: caller,
      Caller: caller,
      To: line,
      Called: line,
      FromCountry: 'US',
      FromCity: '',
      CalledZip: '',
      ForwardedFrom: '+12025550188',
      StirVerstat: 'TN-Validation-Passed-A',
      WebhookEdition: '2',
    });
    expect(request?.body).toContain('FromCity=&');
    // The token's value is itself URL-encoded JSON, hence twice encoded on the wire.
    expect(request?.params['CallToken']).toMatch(/^%7B%22parentCallInfoToken%22/);
  });

  it('looks like Twilio’s proxy and is signed so that the real SDK accepts it', async () => {
    bench.app.on('/voice', '<Gather numDigits="1" action="/a?step=1&amp;x=%2B"/>');
    bench.app.on('/a', '<Hangup/>');
    await bench.call({ press: '1' });
    for (const { headers, target, params } of bench.app.received) {
      expect(headers).toMatchObject({
        'user-agent': 'TwilioProxy/1.1',
        accept: '*/*',
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'x-home-region': 'us1',
      });
      const signature = String(headers['x-twilio-signature']);
      expect(twilio.validateRequest(authToken, signature, bench.app.url + target, params)).toBe(true);
      expect(twilio.validateRequest('another token', signature, bench.app.url + target, params)).toBe(false);
    }
  });

  it('sends parameters in an order that changes from request to request but not from run to run', async () => {
    const orders = async (): Promise<string[]> => {
      const run = await startBench({ seed: 11 });
      run.app.on('/voice', '<Redirect>/next</Redirect>');
      run.app.on('/next', '<Hangup/>');
      await run.call();
      await run.close();
      return run.app.received.map(({ body }) => body.replaceAll(/=[^&]*/g, ''));
    };
    const [first, second] = [await orders(), await orders()];
    expect(first).toEqual(second);
    expect(first[0]?.split('&').slice(0, 8)).not.toEqual(first[1]?.split('&').slice(0, 8));
  });

  it('appends its parameters to the query of a GET URL, signed as part of it', async () => {
    answerWith('?lang=en', { voiceMethod: 'GET' });
    bench.app.on('/voice', '<Hangup/>');
    await bench.call();
    const [request] = bench.app.received;
    expect(request).toMatchObject({ method: 'GET', body: '' });
    expect(request?.target).toMatch(/^\/voice\?lang=en&/);
    expect(request?.params).toMatchObject({ From: caller, CallStatus: 'ringing' });
    const signature = String(request?.headers['x-twilio-signature']);
    expect(twilio.validateRequest(authToken, signature, bench.app.url + String(request?.target), {})).toBe(
      true,
    );
  });

  it('repeats with credentials from the URL after a 401 that asks for them', async () => {
    bench.emulator.setNumber({
      number: line,
      voiceUrl: bench.app.url.replace('//', '//user:pw@') + '/voice',
    });
    bench.app.on('/voice', ({ headers }) =>
      headers.authorization === undefined
        ? { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } }
        : '<Hangup/>',
    );
    const report = await bench.call();
    expect(report.warnings).toEqual([]);
    expect(bench.app.received.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      'Basic dXNlcjpwdw==',
    ]);
  });

  it('follows a redirect as a GET without parameters, and gives up after ten (11215)', async () => {
    bench.app.on('/voice', { status: 302, headers: { Location: '/moved' } });
    bench.app.on('/moved', '<Say>moved</Say>');
    const report = await bench.call();
    expect(report.heard.map(({ text }) => text)).toEqual(['moved']);
    expect(bench.app.at('/moved')[0]).toMatchObject({ method: 'GET', target: '/moved' });
    bench.app.on('/voice', { status: 307, headers: { Location: '/voice' } });
    expect((await bench.call()).warnings.map(({ code }) => code)).toEqual([11215]);
  });
});

describe('retries and time limits (twilio.md 5)', () => {
  it('does not retry a 5xx unless the URL’s overrides say so', async () => {
    bench.app.on('/voice', { status: 503 });
    await bench.call();
    expect(bench.app.received).toHaveLength(1);
  });

  it('retries as the overrides say, with the same idempotency token', async () => {
    answerWith('#rc=2&rp=5xx');
    bench.app.on('/voice', (_, turn) => (turn < 3 ? { status: 503 } : '<Hangup/>'));
    const report = await bench.call();
    const tokens = bench.app.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(report.requests.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(report.endedBy).toBe('app');
  });

  it('tries twice to connect by default, then reports 11205', async () => {
    bench.emulator.setNumber({ number: line, voiceUrl: 'http://127.0.0.1:1/voice' });
    const report = await bench.call();
    expect(report.requests.map(({ error }) => error?.code)).toEqual([11205, 11205]);
    expect(report).toMatchObject({ endedBy: 'error', status: 'failed' });
  });

  it('gives up on an answer that does not come within the budget, or within the read time-out', async () => {
    const short = await startBench({ budgetMs: 150 });
    short.app.on('/voice', { hang: true });
    const report = await short.call();
    await short.close();
    expect(report.warnings.map(({ code }) => code)).toEqual([11200]);
    answerWith('#rt=100&rc=1&rp=rt');
    bench.app.on('/voice', (_, turn) => (turn === 1 ? { hang: true } : '<Hangup/>'));
    expect((await bench.call()).endedBy).toBe('app');
  });
});

describe('the fallback URL (twilio.md 5.3)', () => {
  const withFallback = (): void => answerWith('', { fallbackUrl: `${bench.app.url}/fallback` });

  it('is asked with ErrorCode and ErrorUrl, and its TwiML goes on with the call', async () => {
    withFallback();
    bench.app.on('/voice', { status: 500 });
    bench.app.on('/fallback', '<Say>Please hold.</Say>');
    const report = await bench.call();
    expect(bench.app.at('/fallback')[0]?.params).toMatchObject({
      ErrorCode: '11200',
      ErrorUrl: `${bench.app.url}/voice`,
      CallSid: report.sid,
    });
    expect(report.heard.map(({ text }) => text)).toEqual(['Please hold.']);
    expect(report).toMatchObject({ status: 'completed', endedBy: 'app' });
  });

  it('serves later documents of the call too', async () => {
    withFallback();
    bench.app.on('/voice', '<Redirect>/broken</Redirect>');
    bench.app.on('/broken', { body: '<Response><Say>' });
    bench.app.on('/fallback', '<Hangup/>');
    await bench.call();
    expect(bench.app.at('/fallback')[0]?.params['ErrorCode']).toBe('12100');
  });

  it('is not asked again when it fails itself: the caller hears of an error and the call ends', async () => {
    withFallback();
    bench.app.on('/voice', { status: 500 });
    bench.app.on('/fallback', { status: 500 });
    const report = await bench.call();
    expect(bench.app.at('/fallback')).toHaveLength(1);
    expect(report.heard.map(({ kind }) => kind)).toEqual(['failure']);
    expect(report.endedBy).toBe('error');
  });
});

describe('an answer (twilio.md 2.2)', () => {
  const heardFor = async (answer: Parameters<Bench['app']['on']>[1]) => {
    bench.app.on('/voice', answer);
    const { heard, warnings } = await bench.call();
    return {
      heard: heard.map(({ kind, text }) => `${kind} ${text}`),
      codes: warnings.map(({ code }) => code),
    };
  };

  it.each(['text/xml', 'application/xml; charset=utf-8', 'text/html', 'text/plain'])(
    'of type %s runs as TwiML',
    async (type) => {
      expect(await heardFor({ type, body: twiml('<Say>hi</Say>') })).toEqual({
        heard: ['say hi'],
        codes: [],
      });
    },
  );

  it('of plain text that is no TwiML is read aloud', async () => {
    expect(await heardFor({ type: 'text/plain', body: 'Hello & goodbye' })).toEqual({
      heard: ['say Hello & goodbye'],
      codes: [],
    });
  });

  it('of sound is played', async () => {
    const url = `${bench.app.url}/voice`;
    expect(await heardFor({ type: 'audio/mpeg', body: 'x' })).toEqual({ heard: [`play ${url}`], codes: [] });
  });

  it.each([
    ['another type', { type: 'application/json', body: '{}' }, 12300],
    ['no type', { type: null, body: twiml('') }, 12300],
    ['a client error', { status: 404 }, 11200],
    ['malformed XML', { body: '<Response><Say>a & b</Say></Response>' }, 12100],
    ['another root', { body: '<Respond/>' }, 12100],
    ['more than 64 kB', { body: twiml(`<Say>${'x'.repeat(65_536)}</Say>`) }, 11750],
  ])('with %s is an error', async (_, answer, code) => {
    expect((await heardFor(answer)).codes).toEqual([code]);
  });

  it('that is compressed is read', async () => {
    const { gzipSync } = await import('node:zlib');
    const body = gzipSync(twiml('<Say>small</Say>')).toString('latin1');
    expect((await heardFor({ headers: { 'Content-Encoding': 'gzip' }, body })).heard).toEqual(['say small']);
  });
});
