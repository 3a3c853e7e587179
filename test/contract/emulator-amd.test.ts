import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CalleeBehaviour } from '../../src/emulator/index.ts';
import { bodyComplaints } from './openapi-schema.ts';
import { accountSid, authToken, line, startBench, twiml, type Bench } from './scripted-app.ts';

const callee = '+12025550111';
let bench: Bench;
let client: twilio.Twilio;

async function start(options: Parameters<typeof startBench>[0] = {}): Promise<void> {
  bench = await startBench(options);
  client = twilio(accountSid, authToken);
  client.api.baseUrl = bench.url;
  bench.app.on('/notice', '<Say>A message for you.</Say>');
  bench.app.on('/long', '<Pause length="600"/>');
  bench.app.on('/status', { status: 204, type: null });
  bench.app.on('/verdict', { status: 204, type: null });
}
beforeEach(() => start());
afterEach(() => bench.close());

type Order = Parameters<typeof client.calls.create>[0];

async function order(behaviour: CalleeBehaviour, fields: Partial<Order>): Promise<string> {
  bench.emulator.callees.set(callee, behaviour);
  const url = `${bench.app.url}/notice`;
  const { sid } = await client.calls.create({ to: callee, from: line, url, ...fields });
  await bench.emulator.idle();
  return sid;
}
const asked = () => bench.app.at('/notice')[0]?.params ?? {};
const human: CalleeBehaviour = { kind: 'answers', script: [] };

describe('machine detection (twilio.md 11)', () => {
  it.each([
    [human, 'Enable', 'human', '1800'],
    [{ kind: 'voicemail' }, 'Enable', 'machine_start', '2400'],
    [{ kind: 'voicemail' }, 'DetectMessageEnd', 'machine_end_beep', '8000'],
    [
      { kind: 'voicemail', answeredBy: 'machine_end_silence' },
      'DetectMessageEnd',
      'machine_end_silence',
      '9200',
    ],
    [{ kind: 'voicemail', answeredBy: 'machine_end_other' }, 'DetectMessageEnd', 'machine_end_other', '8000'],
    [{ kind: 'voicemail', greetingSeconds: 45 }, 'DetectMessageEnd', 'machine_end_other', '30000'],
    [{ kind: 'voicemail', answeredBy: 'human' }, 'DetectMessageEnd', 'human', '1800'],
    [{ ...human, answeredBy: 'machine_start' }, 'Enable', 'machine_start', '2400'],
    [{ ...human, answeredBy: 'fax' }, 'Enable', 'fax', '1000'],
    [{ ...human, answeredBy: 'unknown' }, 'Enable', 'unknown', '5000'],
  ] as const)('takes %j with %s for %s', async (behaviour, machineDetection, answeredBy, milliseconds) => {
    const sid = await order(behaviour, {
      machineDetection,
      statusCallback: `${bench.app.url}/status`,
      statusCallbackEvent: ['answered', 'completed'],
    });
    expect(asked()).toMatchObject({ AnsweredBy: answeredBy, MachineDetectionDuration: milliseconds });
    expect((await client.calls(sid).fetch()).answeredBy).toBe(answeredBy);
    expect(bench.app.at('/status').map(({ params }) => params['AnsweredBy'])).toEqual([
      undefined,
      answeredBy,
    ]);
    const [first] = bench.emulator.report(sid)?.heard ?? [];
    expect(first?.at).toBe(2 + Number(milliseconds) / 1000);
  });

  it('hears its thresholds and its time-out', async () => {
    await order({ kind: 'voicemail' }, { machineDetection: 'Enable', machineDetectionSpeechThreshold: 1500 });
    expect(asked()['MachineDetectionDuration']).toBe('1500');
    bench.app.received.length = 0;
    await order(human, {
      machineDetection: 'Enable',
      machineDetectionSpeechEndThreshold: 5000,
      machineDetectionTimeout: 3,
    });
    expect(asked()).toMatchObject({ AnsweredBy: 'unknown', MachineDetectionDuration: '3000' });
    bench.app.received.length = 0;
    const unknown: CalleeBehaviour = { ...human, answeredBy: 'unknown' };
    await order(unknown, { machineDetection: 'Enable', machineDetectionSilenceTimeout: 2000 });
    expect(asked()['MachineDetectionDuration']).toBe('2000');
  });

  it('does nothing unless it is asked for, nor with SendDigits, which are pressed first', async () => {
    const plain = await order(human, {});
    expect(asked()['AnsweredBy']).toBeUndefined();
    expect((await client.calls(plain).fetch()).answeredBy).toBeNull();
    bench.app.received.length = 0;
    const sid = await order(human, { machineDetection: 'Enable', sendDigits: 'wW12#' });
    expect(asked()['AnsweredBy']).toBeUndefined();
    expect(bench.emulator.report(sid)?.heard).toMatchObject([
      { kind: 'tones', text: 'wW12#', at: 2 },
      { kind: 'say', at: 5 },
    ]);
  });

  it('asks for no document when REST ends the call before the verdict', async () => {
    await bench.close();
    await start({ speed: 1 });
    bench.app.on('/status', async ({ params }) => {
      await client.calls(String(params['CallSid'])).update({ status: 'completed' });
      return { status: 204, type: null };
    });
    const sid = await order(
      { ...human, afterSeconds: 0 },
      {
        machineDetection: 'Enable',
        statusCallback: `${bench.app.url}/status`,
        statusCallbackEvent: ['answered'],
      },
    );
    expect(bench.app.at('/notice')).toEqual([]);
    expect((await client.calls(sid).fetch()).status).toBe('completed');
  });
});

describe('asynchronous detection', () => {
  const asyncAmd = () => ({
    machineDetection: 'DetectMessageEnd',
    asyncAmd: 'true',
    asyncAmdStatusCallback: `${bench.app.url}/verdict`,
  });

  it('lets the call begin at once; the verdict comes to its own callback', async () => {
    bench.app.on('/notice', '<Say>A message for you.</Say><Pause length="20"/>');
    const sid = await order({ kind: 'voicemail' }, asyncAmd());
    expect(asked()['AnsweredBy']).toBeUndefined();
    const [verdict] = bench.app.at('/verdict');
    expect(verdict?.method).toBe('POST');
    expect(verdict?.params).toEqual({
      AccountSid: accountSid,
      CallSid: sid,
      AnsweredBy: 'machine_end_beep',
      MachineDetectionDuration: '8000',
    });
    expect((await client.calls(sid).fetch()).answeredBy).toBe('machine_end_beep');
  });

  it('without a callback is warned of, and shows on the call alone', async () => {
    bench.app.on('/notice', '<Pause length="20"/>');
    const sid = await order(human, { machineDetection: 'Enable', asyncAmd: 'true' });
    expect(bench.emulator.report(sid)?.warnings.map(({ code }) => code)).toEqual([21262]);
    expect((await client.calls(sid).fetch()).answeredBy).toBe('human');
  });

  it('gives no verdict on a call that ends before', async () => {
    const sid = await order({ kind: 'voicemail' }, asyncAmd());
    expect(bench.app.at('/verdict')).toEqual([]);
    expect((await client.calls(sid).fetch()).answeredBy).toBeNull();
  });

  it('leads the call elsewhere when the app says so', async () => {
    await bench.close();
    await start({ speed: 50 });
    bench.app.on('/notice', '<Say>A message for you.</Say><Pause length="600"/>');
    bench.app.on('/machine', '<Say>Please call us.</Say>');
    bench.app.on('/verdict', async ({ params }) => {
      await client.calls(String(params['CallSid'])).update({ url: `${bench.app.url}/machine` });
      return { status: 204, type: null };
    });
    const sid = await order({ kind: 'voicemail' }, asyncAmd());
    expect(bench.emulator.report(sid)?.heard.map(({ text }) => text)).toEqual([
      'A message for you.',
      '',
      'Please call us.',
    ]);
  });
});

describe('a call that is recorded as a whole', () => {
  it('keeps a recording from answer to end, told in callbacks and by REST', async () => {
    bench.app.on('/recording', { status: 204, type: null });
    const sid = await order(human, {
      record: true,
      recordingChannels: 'dual',
      recordingStatusCallback: `${bench.app.url}/recording`,
      recordingStatusCallbackEvent: ['in-progress', 'completed'],
      statusCallback: `${bench.app.url}/status`,
    });
    const [recording] = await client.recordings.list({ callSid: sid });
    expect(recording).toMatchObject({
      source: 'OutboundAPI',
      channels: 2,
      duration: '2',
      status: 'completed',
    });
    expect(bench.app.at('/recording').map(({ params }) => params)).toMatchObject([
      { RecordingStatus: 'in-progress', RecordingSource: 'OutboundAPI', RecordingChannels: '2' },
      { RecordingStatus: 'completed', RecordingDuration: '2', RecordingSid: recording?.sid },
    ]);
    expect(bench.app.at('/status')[0]?.params).toMatchObject({
      CallStatus: 'completed',
      RecordingSid: recording?.sid,
      RecordingDuration: '2',
    });
    const response = await fetch(`${bench.url}/2010-04-01/Accounts/${accountSid}/Calls/${sid}.json`, {
      headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    });
    expect(
      bodyComplaints('get', '/Accounts/{AccountSid}/Calls/{Sid}.json', 200, await response.json()),
    ).toEqual([]);
  });
});

describe('a time limit', () => {
  it('cuts the call in the middle of whatever it does', async () => {
    const sid = await order(human, { url: `${bench.app.url}/long`, timeLimit: 30 });
    expect(bench.emulator.report(sid)).toMatchObject({ duration: 30, endedBy: 'limit', status: 'completed' });
  });

  it('may be changed together with the document', async () => {
    bench.app.on('/first', async ({ params }) => {
      const url = `${bench.app.url}/long`;
      await client.calls(String(params['CallSid'])).update({ url, timeLimit: 10 });
      return '<Say>never</Say>';
    });
    const sid = await order(human, { url: `${bench.app.url}/first`, timeLimit: 30 });
    expect(bench.emulator.report(sid)?.duration).toBe(10);
  });

  it('may be changed alone', async () => {
    bench.app.on('/first', async ({ params }) => {
      await client.calls(String(params['CallSid'])).update({ timeLimit: 10 });
      return '<Pause length="600"/>';
    });
    const sid = await order(human, { url: `${bench.app.url}/first` });
    expect(bench.emulator.report(sid)?.duration).toBe(10);
  });
});

describe('orders and commands that Twilio refuses', () => {
  it.each([
    [{ MachineDetection: 'Maybe' }, 20001],
    [{ MachineDetection: 'Enable', MachineDetectionTimeout: '60' }, 20001],
    [{ MachineDetection: 'Enable', MachineDetectionSpeechThreshold: '999' }, 20001],
    [{ AsyncAmd: 'yes' }, 20001],
    [{ AsyncAmdStatusCallback: '/relative' }, 21609],
    [{ SendDigits: 'abc' }, 21206],
    [{ Record: 'perhaps' }, 20001],
    [{ RecordingChannels: 'stereo' }, 20001],
    [{ RecordingStatusCallbackEvent: 'hum' }, 21626],
    [{ SipAuthUsername: 'me' }, 20001],
  ])('%j with %i', async (fields, code) => {
    const answer = await fetch(`${bench.url}/2010-04-01/Accounts/${accountSid}/Calls.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
      body: new URLSearchParams({ To: callee, From: line, Twiml: twiml(''), ...fields }),
    });
    expect(await answer.json()).toMatchObject({ status: 400, code });
  });

  it('a redirect before the answer, with 21220', async () => {
    await bench.close();
    await start({ speed: 1 });
    bench.emulator.callees.set(callee, { kind: 'noAnswer' });
    const { sid } = await client.calls.create({ to: callee, from: line, twiml: twiml(''), timeout: 2 });
    const call = client.calls(sid);
    await expect(call.update({ twiml: twiml('<Say>new</Say>') })).rejects.toMatchObject({ code: 21220 });
    await call.update({ status: 'completed' });
    await bench.emulator.idle();
    expect((await call.fetch()).status).toBe('canceled');
  });
});
