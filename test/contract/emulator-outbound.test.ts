import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountSid, authToken, line, startBench, twiml, type Bench } from './scripted-app.ts';

const officer = '+12025550111';
let bench: Bench;
let client: twilio.Twilio;

async function start(options: Parameters<typeof startBench>[0] = {}): Promise<void> {
  bench = await startBench(options);
  client = twilio(accountSid, authToken);
  client.api.baseUrl = bench.url;
  bench.app.on('/officer', '<Gather numDigits="1" action="/accepted"><Say>Press 1.</Say></Gather><Hangup/>');
  bench.app.on('/accepted', '<Say>Thank you.</Say>');
  bench.app.on('/status', { status: 204, type: null });
}
beforeEach(() => start());
afterEach(() => bench.close());

const create = () =>
  client.calls.create({
    to: officer,
    from: line,
    url: `${bench.app.url}/officer`,
    statusCallback: `${bench.app.url}/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  });
const statuses = (): string[] =>
  bench.app.at('/status').map(({ params }) => `${params['SequenceNumber']} ${params['CallStatus']}`);

describe('an ordered call (twilio.md 6)', () => {
  it('is queued, rings, is answered, runs its TwiML, and tells every event in order', async () => {
    bench.emulator.callees.set(officer, {
      kind: 'answers',
      afterSeconds: 4,
      script: [{ hears: 'Press 1', press: '1' }],
    });
    const call = await create();
    expect(call).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      startTime: null,
      duration: null,
    });
    await bench.emulator.idle();
    expect(statuses()).toEqual(['0 initiated', '1 ringing', '2 in-progress', '3 completed']);
    expect(bench.app.at('/officer')[0]?.params).toMatchObject({
      CallSid: call.sid,
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
      From: line,
      To: officer,
    });
    expect(bench.app.at('/accepted')[0]?.params['Digits']).toBe('1');
    expect(bench.app.at('/status').at(-1)?.params).toMatchObject({
      CallDuration: '3',
      Duration: '1',
      SipResponseCode: '200',
    });
    expect(bench.emulator.report(call.sid)).toMatchObject({ warnings: [], missed: [], endedBy: 'app' });
    expect(bench.emulator.rings.get(officer)).toBe(1);
    expect((await client.calls(call.sid).fetch()).status).toBe('completed');
  });

  it.each([
    [{ kind: 'busy' }, ['0 initiated', '1 ringing', '2 busy'], '486'],
    [{ kind: 'noAnswer' }, ['0 initiated', '1 ringing', '2 no-answer'], '487'],
    [{ kind: 'failed' }, ['0 initiated', '1 failed'], '404'],
  ] as const)('that meets %j asks for no TwiML', async (behaviour, expected, sip) => {
    bench.emulator.callees.set(officer, behaviour);
    await create();
    await bench.emulator.idle();
    expect(statuses()).toEqual(expected);
    expect(bench.app.at('/status').at(-1)?.params).toMatchObject({
      CallDuration: '0',
      Duration: '0',
      SipResponseCode: sip,
    });
    expect(bench.app.at('/officer')).toEqual([]);
  });

  it('reaches a voicemail box, which hears everything and never presses a key', async () => {
    bench.emulator.callees.set(officer, { kind: 'voicemail' });
    const { sid } = await create();
    await bench.emulator.idle();
    expect(bench.emulator.report(sid)).toMatchObject({ status: 'completed', endedBy: 'app' });
    expect(bench.app.at('/accepted')).toEqual([]);
  });

  it('that the callee ends says so', async () => {
    bench.emulator.callees.set(officer, { kind: 'answers', script: [{ hangUp: true }] });
    const { sid } = await create();
    await bench.emulator.idle();
    expect(bench.emulator.report(sid)).toMatchObject({ status: 'completed', endedBy: 'callee' });
  });

  it('tells only of the events asked for, counting the others', async () => {
    await client.calls.create({
      to: officer,
      from: line,
      twiml: twiml(''),
      statusCallback: `${bench.app.url}/status`,
    });
    await bench.emulator.idle();
    expect(statuses()).toEqual(['2 no-answer']);
  });

  it('runs TwiML given by REST; a relative URL in it is an error (11100)', async () => {
    bench.emulator.callees.set(officer, { kind: 'answers', script: [] });
    const good = await client.calls.create({ to: officer, from: line, twiml: twiml('<Say>hello</Say>') });
    const bad = await client.calls.create({
      to: officer,
      from: line,
      twiml: twiml('<Redirect>/x</Redirect>'),
    });
    await bench.emulator.idle();
    expect(bench.emulator.report(good.sid)?.heard.map(({ text }) => text)).toEqual(['hello']);
    expect(bench.emulator.report(bad.sid)?.warnings.map(({ code }) => code)).toEqual([11100]);
  });
});

describe('a call in progress (twilio.md 10.2)', () => {
  it('is ended by REST', async () => {
    bench.app.on('/voice', async ({ params }) => {
      await client.calls(String(params['CallSid'])).update({ status: 'completed' });
      return '<Say>never</Say>';
    });
    const report = await bench.call();
    expect(report).toMatchObject({ endedBy: 'rest', heard: [] });
  });

  it('is redirected by REST in the middle of a wait', async () => {
    await bench.close();
    await start({ speed: 1 });
    bench.app.on('/voice', '<Play>/music.wav</Play><Pause length="600"/>');
    bench.app.on('/new', '<Say>moved</Say>');
    const update = (): Promise<unknown> =>
      client
        .calls(String(bench.app.at('/voice')[0]?.params['CallSid']))
        .update({ url: `${bench.app.url}/new` });
    const updated: Promise<unknown>[] = [];
    bench.app.on('/music.wav', () => {
      updated.push(update());
      return { type: 'audio/wav', body: 'RIFF' };
    });
    const report = await bench.call();
    await Promise.all(updated);
    expect(report.heard.map(({ text }) => text).at(-1)).toBe('moved');
    expect(report.requests.map(({ kind }) => kind)).toEqual(['voice', 'media', 'redirect']);
    expect(report.duration).toBeLessThan(20);
  });

  it('can be neither cancelled nor deleted', async () => {
    bench.app.on('/voice', '<Say>hello</Say><Redirect>/next</Redirect>');
    const refusals: unknown[] = [];
    bench.app.on('/next', async ({ params }) => {
      const call = client.calls(String(params['CallSid']));
      refusals.push(await call.update({ status: 'canceled' }).catch((error: unknown) => error));
      refusals.push(await call.remove().catch((error: unknown) => error));
      return '<Hangup/>';
    });
    await bench.call();
    expect(refusals).toMatchObject([{ status: 400, code: 21220 }, { status: 409 }]);
  });

  it('is cancelled while it rings, without waiting for the ringing to end', async () => {
    await bench.close();
    await start({ speed: 1 });
    bench.app.on('/status', async ({ params }) => {
      if (params['CallStatus'] === 'ringing')
        await client.calls(String(params['CallSid'])).update({ status: 'canceled' });
      return { status: 204, type: null };
    });
    await create();
    await bench.emulator.idle();
    expect(statuses()).toEqual(['0 initiated', '1 ringing', '2 canceled']);
  });
});
