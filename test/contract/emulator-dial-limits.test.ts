import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, bench, client, codes, done, leg, officer, plain, run, said, start } from './dial-bench.ts';
import { line } from './scripted-app.ts';

beforeEach(() => start());
afterEach(() => bench.close());

describe('REST and a Dial', () => {
  const whisperThen = (act: (params: Readonly<Record<string, string>>) => Promise<unknown>): void =>
    bench.app.on('/whisper', async ({ params }) => {
      await act(params);
      return '<Say>whisper</Say>';
    });
  const document = `<Dial action="/done"><Number url="/whisper">${officer}</Number></Dial><Say>never</Say>`;

  it('shows the leg that was dialled as a call with a parent', async () => {
    bench.emulator.callees.set(officer, answers({ hangUp: true }));
    const report = await run(plain);
    const [child] = await client.calls.list({ parentCallSid: report.sid });
    expect(child).toMatchObject({
      direction: 'outbound-dial',
      parentCallSid: report.sid,
      to: officer,
      status: 'completed',
    });
    expect((await client.calls.list()).map(({ parentCallSid }) => parentCallSid)).toEqual([report.sid, null]);
  });

  it('redirects the parent: the action is asked, its answer ignored, and the callee goes', async () => {
    bench.emulator.callees.set(officer, answers());
    bench.app.on('/new', '<Say>moved</Say>');
    whisperThen(({ ParentCallSid = '' }) =>
      client.calls(ParentCallSid).update({ url: `${bench.app.url}/new` }),
    );
    const report = await run(document);
    expect(said(report)).toEqual(['ringing', 'say moved']);
    expect(done()).toMatchObject({ CallStatus: 'in-progress' });
    expect(leg(report, officer)).toMatchObject({ status: 'completed', endedBy: 'peer' });
  });

  it('redirects a parent without an action past a Redirect, which is asked for in vain', async () => {
    bench.emulator.callees.set(officer, answers());
    bench.app.on('/new', '<Say>moved</Say>');
    bench.app.on('/next', '<Say>next</Say>');
    whisperThen(({ ParentCallSid = '' }) =>
      client.calls(ParentCallSid).update({ url: `${bench.app.url}/new` }),
    );
    const report = await run(
      `<Dial><Number url="/whisper">${officer}</Number></Dial><Redirect>/next</Redirect>`,
    );
    expect(said(report)).toEqual(['ringing', 'say moved']);
    expect(bench.app.at('/next')).toHaveLength(1);
  });

  it('sends the callee elsewhere: the parent goes on, and no duration is told', async () => {
    bench.emulator.callees.set(officer, answers());
    bench.app.on('/new', '<Say>moved</Say>');
    whisperThen(({ CallSid = '' }) => client.calls(CallSid).update({ url: `${bench.app.url}/new` }));
    const report = await run(document);
    expect(said(leg(report, officer))).toEqual(['say moved']);
    expect(said(report).at(-1)).toBe('say after');
    expect(done()).toMatchObject({ DialBridged: 'false' });
    expect(done()).not.toHaveProperty('DialCallDuration');
  });

  it('ends the parent, and everything with it', async () => {
    bench.emulator.callees.set(officer, answers());
    whisperThen(({ ParentCallSid = '' }) => client.calls(ParentCallSid).update({ status: 'completed' }));
    const report = await run(document);
    expect(report).toMatchObject({ status: 'completed', endedBy: 'rest' });
    expect(done()).toMatchObject({ CallStatus: 'completed' });
    expect(leg(report, officer)?.status).toBe('completed');
  });
});

describe('what a Dial does not allow', () => {
  it.each([
    ['<Dial method="PUT"/>', 13210],
    ['<Dial timeout="never"/>', 13212],
    ['<Dial hangupOnStar="1"/>', 13213],
    ['<Dial timeLimit="0"/>', 13216],
    ['<Dial record="yes"/>', 13217],
    ['<Dial sequential="1"/>', 13218],
    ['<Dial answerOnBridge="1"/>', 12200],
    ['<Dial colour="red"/>', 12200],
    ['<Dial><Say>hello</Say></Dial>', 12200],
    [`<Dial><Number method="PUT">${officer}</Number></Dial>`, 13221],
    [`<Dial><Number sendDigits="x">${officer}</Number></Dial>`, 13222],
    [`<Dial><Number action="/x">${officer}</Number></Dial>`, 12200],
    [`<Dial><Number statusCallbackEvent="hum">${officer}</Number></Dial>`, 12200],
    [`<Dial><Number machineDetection="Maybe">${officer}</Number></Dial>`, 12200],
    ['<Dial><Sip method="PUT">sip:a@example.org</Sip></Dial>', 13241],
    [`<Dial>${`<Number>${officer}</Number>`.repeat(11)}</Dial>`, 13250],
    [`<Dial><Number>${officer}</Number><Queue>desk</Queue></Dial>`, 13215],
  ])('%s is warned of with %i', async (document, code) => {
    expect(codes(await run(document))).toContain(code);
  });

  it.each([
    '<Dial><Application>AP1</Application></Dial>',
    '<Dial><WhatsApp>+12025550111</WhatsApp></Dial>',
    `<Dial><Number byoc="BY1">${officer}</Number></Dial>`,
    `<Dial>${line}</Dial>`,
  ])('%s is Twilio’s but not simulated: the call fails loudly', async (document) => {
    bench.app.on('/voice', document);
    await expect(bench.call()).rejects.toThrow(/not simulated/);
  });

  it('nor does a whisper pretend', async () => {
    bench.emulator.callees.set(officer, answers());
    bench.app.on('/whisper', '<Pay/>');
    bench.app.on('/voice', `<Dial><Number url="/whisper">${officer}</Number></Dial>`);
    await expect(bench.call()).rejects.toThrow(/not simulated/);
  });
});
