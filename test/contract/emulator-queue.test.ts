import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyComplaints } from './openapi-schema.ts';
import { accountSid, authToken, caller, line, startBench, twiml, type Bench } from './scripted-app.ts';
import type { CallerAction, CallReport } from '../../src/emulator/index.ts';

const officer = '+12025550111';
const other = '+12025550124';
let bench: Bench;
let client: twilio.Twilio;

async function start(options: Parameters<typeof startBench>[0] = {}): Promise<void> {
  bench = await startBench(options);
  client = twilio(accountSid, authToken);
  client.api.baseUrl = bench.url;
  bench.app.on('/voice', '<Enqueue action="/left" waitUrl="/wait">desk</Enqueue><Say>never</Say>');
  bench.app.on('/wait', '<Say>Please wait.</Say><Pause length="19"/>');
  bench.app.on('/left', '<Say>after</Say>');
  bench.app.on('/agent-done', '<Say>done</Say>');
}
beforeEach(() => start());
afterEach(() => bench.close());

const said = (report: CallReport | undefined): string[] =>
  (report?.heard ?? []).map(({ kind, text }) => `${kind} ${text}`.trim());
const left = (): Readonly<Record<string, string>> => bench.app.at('/left')[0]?.params ?? {};
const agentDone = (): Readonly<Record<string, string>> => bench.app.at('/agent-done')[0]?.params ?? {};
async function run(...script: CallerAction[]): Promise<CallReport> {
  const report = await bench.call(...script);
  await bench.emulator.idle();
  return report;
}

/** Orders a call that fetches whoever is first in the queue. */
function orderAgent(noun = '<Queue>desk</Queue>', dial = '', ...script: CallerAction[]) {
  bench.emulator.callees.set(officer, { kind: 'answers', script });
  const document = twiml(`<Dial action="${bench.app.url}/agent-done" ${dial}>${noun}</Dial>`);
  return client.calls.create({ to: officer, from: line, twiml: document });
}

/** Does something once, while the caller waits for the so-many-th time. */
function whileWaiting(act: (params: Readonly<Record<string, string>>) => Promise<unknown>, turn = 1): void {
  bench.app.on('/wait', async ({ params }, count) => {
    if (count === turn) await act(params);
    return '<Say>Please wait.</Say><Pause length="19"/>';
  });
}

describe('Enqueue', () => {
  it('asks its wait document again and again, with the place in the queue and the time waited', async () => {
    const report = await run({ waits: 50 }, { hangUp: true });
    const waits = bench.app.at('/wait').map(({ params }) => params);
    expect(waits.map(({ QueuePosition, QueueTime }) => [QueuePosition, QueueTime])).toEqual([
      ['1', '0'],
      ['1', '19'],
      ['1', '39'],
    ]);
    expect(waits[1]).toMatchObject({ AvgQueueTime: '19', CurrentQueueSize: '1', MaxQueueSize: '1000' });
    expect(waits[0]?.['QueueSid']).toMatch(/^QU[0-9a-f]{32}$/);
    expect(report).toMatchObject({ endedBy: 'caller', duration: 50, warnings: [] });
    expect(left()).toMatchObject({ CallStatus: 'completed', QueueResult: 'hangup', QueueTime: '50' });
    expect(said(report)).not.toContain('say after');
  });

  it('ends where the wait document leaves, and asks its action or goes on', async () => {
    bench.app.on('/wait', (_, turn) => (turn < 3 ? '<Say>Please wait.</Say>' : '<Leave/><Say>never</Say>'));
    const report = await run();
    expect(left()).toMatchObject({ CallStatus: 'in-progress', QueueResult: 'leave' });
    expect(said(report).at(-1)).toBe('say after');
    bench.app.on('/voice', '<Enqueue waitUrl="/leave">desk</Enqueue><Say>next</Say>');
    bench.app.on('/leave', '<Leave/>');
    expect(said(await run())).toEqual(['say next']);
  });

  it('lets the caller choose by a key while they wait', async () => {
    bench.app.on(
      '/wait',
      '<Gather numDigits="1" action="/choice"><Say>Press 2 for a callback.</Say></Gather>',
    );
    bench.app.on('/choice', '<Leave/>');
    await run({ silence: true }, { hears: 'Press 2', press: '2' });
    expect(bench.app.at('/choice')[0]?.params).toMatchObject({ Digits: '2' });
    expect(left()).toMatchObject({ QueueResult: 'leave' });
  });

  it('may end the call from its wait document', async () => {
    bench.app.on('/wait', '<Hangup/>');
    expect(await run()).toMatchObject({ endedBy: 'app', status: 'completed' });
    expect(left()).toMatchObject({ QueueResult: 'hangup', CallStatus: 'completed' });
  });

  it('is silent with an empty waitUrl, and plays music without one', async () => {
    bench.app.on('/voice', '<Enqueue action="/left" waitUrl="">desk</Enqueue>');
    expect(said(await run({ waits: 70 }, { hangUp: true }))).toEqual([]);
    bench.app.on('/voice', '<Enqueue action="/left">desk</Enqueue>');
    expect(said(await run({ waits: 70 }, { hangUp: true }))).toEqual(['music', 'music']);
  });

  it('whose wait document cannot be had ends with an error', async () => {
    bench.app.on('/wait', { status: 500 });
    const report = await run();
    expect(left()).toMatchObject({ CallStatus: 'in-progress', QueueResult: 'error' });
    expect(left()).not.toHaveProperty('QueueSid');
    expect(report.warnings).toMatchObject([{ code: 11200 }]);
  });

  it('warns of a verb that may not stand in a wait document', async () => {
    bench.app.on('/wait', '<Record/><Leave/>');
    expect((await run()).warnings).toMatchObject([{ code: 12200 }]);
  });

  it('does not let in more than the queue holds', async () => {
    const queue = await client.queues.create({ friendlyName: 'desk', maxSize: 1 });
    whileWaiting(async () => void bench.emulator.placeCall({ from: other, to: line, script: [] }));
    await run({ waits: 5 }, { hangUp: true });
    const refused = bench.app.at('/left').find(({ params }) => params['From'] === other)?.params;
    expect(refused).toMatchObject({ QueueResult: 'queue-full', CallStatus: 'in-progress' });
    expect(refused).not.toHaveProperty('QueueTime');
    expect((await client.queues(queue.sid).fetch()).maxSize).toBe(1);
  });

  it.each([
    ['<Enqueue waitUrlMethod="PUT">desk</Enqueue>', 12200],
    ['<Enqueue maxQueueSize="4">desk</Enqueue>', 12200],
    ['<Enqueue/>', 12200],
    [`<Enqueue>${'x'.repeat(65)}</Enqueue>`, 12200],
  ])('%s is warned of with %i', async (document, code) => {
    bench.app.on('/voice', document);
    expect((await run({ waits: 1 }, { hangUp: true })).warnings.map((one) => one.code)).toContain(code);
  });
});

describe('a Dial to a queue', () => {
  it('bridges the agent with the head of the queue, who first hears its document', async () => {
    bench.app.on('/connecting', '<Say>Connecting you.</Say>');
    whileWaiting(() =>
      orderAgent(
        `<Queue url="${bench.app.url}/connecting">desk</Queue>`,
        '',
        { speak: 'Hello.' },
        { talks: 40 },
        { hangUp: true },
      ),
    );
    const report = await run({ hears: 'Hello', speak: 'Good day.' });
    const agent = bench.emulator.report(String(agentDone()['CallSid']));
    expect(said(report)).toEqual([
      'say Please wait.',
      'pause',
      'say Connecting you.',
      'voice Hello.',
      'say after',
    ]);
    expect(said(agent)).toEqual(['voice Good day.']);
    const [connecting] = bench.app.at('/connecting');
    expect(connecting?.params).toMatchObject({
      CallSid: report.sid,
      DequeingCallSid: agent?.sid,
      QueueTime: '2',
    });
    expect(left()).toMatchObject({ CallStatus: 'in-progress', QueueResult: 'bridged', QueueTime: '2' });
    expect(agentDone()).toMatchObject({
      CallStatus: 'completed',
      DialCallStatus: 'completed',
      DialBridged: 'true',
    });
    expect(agent?.bridges).toMatchObject([{ with: report.sid, number: caller }]);
    expect(report.bridges).toMatchObject([{ with: agent?.sid, number: officer }]);
    expect(report).toMatchObject({ warnings: [], missed: [] });
  });

  it('tells the agent’s action who it was when the caller hangs up', async () => {
    whileWaiting(() => orderAgent());
    const report = await run({ talks: 15 }, { hangUp: true });
    expect(agentDone()).toMatchObject({
      CallStatus: 'in-progress',
      DialCallStatus: 'completed',
      DialCallSid: report.sid,
      DialCallDuration: '15',
      DialBridged: 'true',
      QueueTime: '2',
    });
    expect(agentDone()['QueueSid']).toMatch(/^QU/);
    expect(left()).toMatchObject({ CallStatus: 'completed', QueueResult: 'bridged' });
  });

  it('is told of no conversation with a caller who hangs up before it', async () => {
    bench.app.on('/connecting', '<Say>Connecting you.</Say><Pause length="9"/>');
    whileWaiting(() => orderAgent(`<Queue url="${bench.app.url}/connecting">desk</Queue>`));
    const report = await run({ hears: 'Connecting', hangUp: true });
    expect(report).toMatchObject({ endedBy: 'caller', bridges: [] });
    expect(left()).toMatchObject({ QueueResult: 'bridging-in-process', CallStatus: 'completed' });
    expect(agentDone()).toMatchObject({ CallStatus: 'in-progress', DialBridged: 'false' });
  });

  it('waits for somebody to come, for as long as its time-out says', async () => {
    await client.queues.create({ friendlyName: 'desk' });
    bench.app.on('/agent-done', (_, turn) => {
      if (turn === 1) return `<Dial action="/agent-done" timeout="60"><Queue>desk</Queue></Dial>`;
      return '<Hangup/>';
    });
    const agent = await orderAgent('<Queue>desk</Queue>', 'timeout="20"');
    await bench.emulator.idle();
    expect(bench.app.at('/agent-done').map(({ params }) => params['DialCallStatus'])).toEqual([
      'no-answer',
      'no-answer',
    ]);
    expect(bench.emulator.report(agent.sid)?.duration).toBe(80);
  });

  it('fails where there is no such queue', async () => {
    await orderAgent('<Queue>nobody</Queue>');
    await bench.emulator.idle();
    expect(agentDone()).toMatchObject({ DialCallStatus: 'failed' });
  });

  it('takes callers in the order in which they came', async () => {
    bench.app.on('/agent-done', (_, turn) =>
      turn < 2 ? '<Dial action="/agent-done"><Queue>desk</Queue></Dial>' : '<Hangup/>',
    );
    const script: CallerAction[] = [{ talks: 10 }, { hangUp: true }];
    const places: unknown[] = [];
    bench.app.on('/wait', async ({ params }, turn) => {
      places.push(`${params['From']} ${params['QueuePosition']}/${params['CurrentQueueSize']}`);
      if (turn === 1) void bench.emulator.placeCall({ from: other, to: line, script });
      if (turn === 2) await orderAgent();
      return '<Pause length="30"/>';
    });
    await run(...script);
    expect(places).toEqual([`${caller} 1/1`, `${other} 2/2`]);
    const [agent] = await client.calls.list({ to: officer });
    expect(
      bench.emulator.report(String(agent?.sid))?.bridges.map(({ number, seconds }) => [number, seconds]),
    ).toEqual([
      [caller, 10],
      [other, 10],
    ]);
  });
});

describe('queues by REST', () => {
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

  it('are made, found, changed and removed', async () => {
    const made = await client.queues.create({ friendlyName: 'desk', maxSize: 5 });
    expect(made).toMatchObject({ friendlyName: 'desk', maxSize: 5, currentSize: 0, averageWaitTime: 0 });
    await expect(client.queues.create({ friendlyName: 'desk' })).rejects.toMatchObject({
      status: 400,
      code: 22003,
    });
    expect(await client.queues(made.sid).update({ maxSize: 7, friendlyName: 'night' })).toMatchObject({
      maxSize: 7,
      friendlyName: 'night',
    });
    expect((await client.queues.list()).map(({ sid }) => sid)).toEqual([made.sid]);
    expect(await client.queues(made.sid).remove()).toBe(true);
    expect(await client.queues.list()).toEqual([]);
    await expect(client.queues(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(await rest('/Queues.json', { FriendlyName: 'x', MaxSize: '5001' })).toMatchObject({ status: 400 });
  });

  it('hold to Twilio’s OpenAPI description, members too', async () => {
    const complaints: string[] = [];
    whileWaiting(async ({ QueueSid = '', CallSid = '' }) => {
      const of = '/Accounts/{AccountSid}/Queues';
      for (const [path, described] of [
        ['/Queues.json', `${of}.json`],
        [`/Queues/${QueueSid}.json`, `${of}/{Sid}.json`],
        [`/Queues/${QueueSid}/Members.json`, `${of}/{QueueSid}/Members.json`],
        [`/Queues/${QueueSid}/Members/${CallSid}.json`, `${of}/{QueueSid}/Members/{CallSid}.json`],
        [`/Queues/${QueueSid}/Members/Front.json`, `${of}/{QueueSid}/Members/{CallSid}.json`],
      ] as const) {
        const { status, body } = await rest(path);
        complaints.push(...bodyComplaints('get', described, status, body));
      }
      const made = await rest('/Queues.json', { FriendlyName: 'other' });
      complaints.push(...bodyComplaints('post', `${of}.json`, made.status, made.body));
    });
    await run({ waits: 5 }, { hangUp: true });
    expect(complaints).toEqual([]);
  });

  it('show who waits, and since when', async () => {
    let seen: unknown;
    whileWaiting(async ({ QueueSid = '' }) => {
      const [queue] = await client.queues.list();
      const members = await client.queues(QueueSid).members.list();
      seen = [
        queue?.currentSize,
        members.map(({ callSid, position, waitTime }) => [callSid, position, waitTime]),
      ];
    }, 2);
    const report = await run({ waits: 25 }, { hangUp: true });
    expect(seen).toEqual([1, [[report.sid, 1, 19]]]);
    expect((await client.queues.list()).map(({ currentSize }) => currentSize)).toEqual([0]);
  });

  it.each(['CallSid', 'Front'])('send a member elsewhere, named by %s', async (name) => {
    bench.app.on('/new', '<Say>moved</Say>');
    whileWaiting(({ QueueSid = '', CallSid = '' }) =>
      client
        .queues(QueueSid)
        .members(name === 'Front' ? 'Front' : CallSid)
        .update({ url: `${bench.app.url}/new` }),
    );
    const report = await run();
    expect(said(report)).toEqual(['say moved']);
    expect(left()).toMatchObject({ QueueResult: 'redirected', CallStatus: 'in-progress' });
    expect(bench.app.at('/new')).toHaveLength(1);
  });

  it('lose a member whose call is changed or ended', async () => {
    bench.app.on('/new', '<Say>moved</Say>');
    whileWaiting(({ CallSid = '' }) => client.calls(CallSid).update({ url: `${bench.app.url}/new` }));
    await run();
    whileWaiting(({ CallSid = '' }) => client.calls(CallSid).update({ status: 'completed' }), 2);
    expect(await run()).toMatchObject({ endedBy: 'rest' });
    expect(bench.app.at('/left').map(({ params }) => params['QueueResult'])).toEqual([
      'redirected',
      'hangup',
    ]);
  });

  it('tell a caller who is sent elsewhere out of the conversation from one who waited', async () => {
    bench.app.on('/new', '<Say>moved</Say>');
    whileWaiting(() =>
      orderAgent(
        '<Queue>desk</Queue>',
        'record="record-from-answer" recordingStatusCallback="' +
          bench.app.url +
          '/recording" recordingStatusCallbackEvent="in-progress"',
      ),
    );
    bench.app.on('/recording', async () => {
      const [call] = await client.calls.list({ from: caller });
      await client.calls(String(call?.sid)).update({ url: `${bench.app.url}/new` });
      return { status: 204, type: null };
    });
    const report = await run({ talks: 500 });
    expect(said(report)).toEqual(['say Please wait.', 'pause', 'say moved']);
    expect(left()).toMatchObject({ QueueResult: 'redirected-from-bridged', CallStatus: 'in-progress' });
    expect(agentDone()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' });
  });

  it('cannot be removed while somebody waits, nor change a member who has gone', async () => {
    const refusals: unknown[] = [];
    whileWaiting(async ({ QueueSid = '' }) => {
      refusals.push(
        await client
          .queues(QueueSid)
          .remove()
          .catch((error: unknown) => error),
      );
      const gone = client.queues(QueueSid).members(`CA${'0'.repeat(32)}`);
      refusals.push(await gone.update({ url: `${bench.app.url}/new` }).catch((error: unknown) => error));
    });
    await run({ waits: 3 }, { hangUp: true });
    expect(refusals).toMatchObject([
      { status: 400, code: 22001 },
      { status: 404, code: 20404 },
    ]);
  });
});
