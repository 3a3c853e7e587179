import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answers,
  bench,
  client,
  codes,
  done,
  leg,
  officer,
  plain,
  run,
  said,
  second,
  start,
  third,
} from './dial-bench.ts';
import { caller, line } from './scripted-app.ts';
import type { CallerAction } from '../../src/emulator/index.ts';

beforeEach(() => start());
afterEach(() => bench.close());

describe('Dial', () => {
  it('rings, bridges, and asks its action when the callee hangs up', async () => {
    bench.emulator.callees.set(officer, {
      kind: 'answers',
      afterSeconds: 4,
      script: [{ speak: 'Victim services, hello.' }, { talks: 30 }, { hangUp: true }],
    });
    const report = await run(plain, { hears: 'Victim services', speak: 'Hello.' });
    const child = leg(report, officer);
    expect(said(report)).toEqual(['ringing', 'voice Victim services, hello.', 'say after']);
    expect(said(child)).toEqual(['voice Hello.']);
    expect(child).toMatchObject({
      direction: 'outbound-dial',
      parentSid: report.sid,
      from: caller,
      status: 'completed',
      endedBy: 'callee',
      // Three words take 1.2 seconds, and then they talk for 30.
      duration: 32,
      bridges: [{ with: report.sid, number: caller, at: 4, seconds: 31.2 }],
    });
    expect(report).toMatchObject({ warnings: [], missed: [], dialled: [child?.sid] });
    expect(report.bridges).toEqual([{ with: child?.sid, number: officer, at: 4, seconds: 31.2 }]);
    expect(done()).toMatchObject({
      CallStatus: 'in-progress',
      DialCallStatus: 'completed',
      DialCallSid: child?.sid,
      DialCallDuration: '32',
      DialBridged: 'true',
    });
    expect(bench.emulator.rings.get(officer)).toBe(1);
  });

  it.each([
    [{ kind: 'busy' }, 'busy', 0],
    [{ kind: 'noAnswer' }, 'no-answer', 35],
    [{ kind: 'failed' }, 'failed', 0],
  ] as const)('meets %j: %s', async (behaviour, status, seconds) => {
    bench.emulator.callees.set(officer, behaviour);
    const report = await run(plain);
    expect(done()).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
    expect(done()).not.toHaveProperty('DialCallDuration');
    expect(report.heard.at(-1)).toMatchObject({ text: 'after', at: seconds });
    expect(leg(report, officer)?.status).toBe(status);
  });

  it('rings five seconds longer than its time-out', async () => {
    bench.emulator.callees.set(officer, { kind: 'answers', afterSeconds: 15, script: [] });
    await run(`<Dial timeout="10" action="/done">${officer}</Dial>`, { talks: 3 }, { hangUp: true });
    bench.emulator.callees.set(officer, { kind: 'answers', afterSeconds: 16, script: [] });
    await run(`<Dial timeout="10" action="/done">${officer}</Dial>`);
    expect(bench.app.at('/done').map(({ params }) => params['DialCallStatus'])).toEqual([
      'completed',
      'no-answer',
    ]);
  });

  it('without an action goes on with the next verb, for a caller who is still there', async () => {
    bench.emulator.callees.set(officer, answers({ talks: 5 }, { hangUp: true }));
    const document = `<Dial>${officer}</Dial><Say>next</Say>`;
    expect(said(await run(document))).toEqual(['ringing', 'say next']);
    bench.emulator.callees.set(officer, answers());
    expect(said(await run(document, { talks: 5 }, { hangUp: true }))).toEqual(['ringing']);
  });

  it('ends with the caller, and still asks its action, whose answer counts for nothing', async () => {
    bench.emulator.callees.set(officer, answers());
    const report = await run(plain, { talks: 12 }, { hangUp: true });
    expect(report).toMatchObject({ status: 'completed', endedBy: 'caller' });
    expect(said(report)).toEqual(['ringing']);
    expect(done()).toMatchObject({
      CallStatus: 'completed',
      DialCallStatus: 'completed',
      DialBridged: 'true',
      DialCallDuration: '12',
    });
    expect(leg(report, officer)).toMatchObject({ status: 'completed', endedBy: 'peer', duration: 12 });
  });

  it('cancels the callee of a caller who gives up while it rings', async () => {
    bench.emulator.callees.set(officer, { kind: 'noAnswer' });
    const report = await run(plain, { waits: 7 }, { hangUp: true });
    expect(leg(report, officer)).toMatchObject({ status: 'canceled', endedBy: 'peer' });
    expect(['canceled', 'no-answer']).toContain(done()['DialCallStatus']);
    expect(done()).toMatchObject({ CallStatus: 'completed', DialBridged: 'false' });
    expect(report.duration).toBe(7);
  });

  it('keeps an inbound call ringing until the bridge with answerOnBridge', async () => {
    const document = `<Dial answerOnBridge="true" action="/done">${officer}</Dial>`;
    bench.emulator.callees.set(officer, { kind: 'answers', afterSeconds: 9, script: [] });
    expect(await run(document, { talks: 20 }, { hangUp: true })).toMatchObject({
      status: 'completed',
      duration: 20,
    });
    bench.emulator.callees.set(officer, { kind: 'noAnswer' });
    expect(await run(document, { waits: 5 }, { hangUp: true })).toMatchObject({
      status: 'no-answer',
      duration: 0,
    });
  });

  it('ends the conversation at its time limit, and goes on with the caller', async () => {
    bench.emulator.callees.set(officer, answers({ talks: 500 }));
    await run(`<Dial timeLimit="40" action="/done">${officer}</Dial>`, { talks: 500 });
    expect(done()).toMatchObject({
      CallStatus: 'in-progress',
      DialCallStatus: 'completed',
      DialCallDuration: '40',
    });
  });

  it('lets the caller hang up on the callee with a star, and only where it says so', async () => {
    bench.emulator.callees.set(officer, answers({ talks: 50 }, { hangUp: true }));
    const script: CallerAction[] = [{ talks: 10 }, { press: '*' }];
    const report = await run(`<Dial hangupOnStar="true" action="/done">${officer}</Dial>`, ...script);
    expect(done()).toMatchObject({ CallStatus: 'in-progress', DialCallDuration: '10' });
    expect(said(report).at(-1)).toBe('say after');
    bench.app.received.length = 0;
    const other = await run(plain, ...script);
    expect(done()).toMatchObject({ DialCallDuration: '50' });
    expect(said(leg(other, officer))).toEqual(['tones *']);
  });

  it('shows the callee the number that callerId says: ours or one of the call’s ends', async () => {
    bench.emulator.callees.set(officer, answers({ hangUp: true }));
    const ours = await run(`<Dial callerId="${line}" action="/done">${officer}</Dial>`);
    expect(leg(ours, officer)).toMatchObject({ from: line });
    const foreign = await run(`<Dial callerId="+12025550199" action="/done">${officer}</Dial>`);
    expect(codes(foreign)).toEqual([13214]);
    expect(bench.app.at('/done').at(-1)?.params).toMatchObject({ DialCallStatus: 'failed' });
  });

  it('tells a voicemail box from a person only by machine detection: its call is completed, too', async () => {
    bench.emulator.callees.set(officer, { kind: 'voicemail' });
    const report = await run(
      `<Dial action="/done"><Number machineDetection="DetectMessageEnd" amdStatusCallback="/amd">${officer}</Number></Dial>`,
    );
    bench.app.on('/amd', { status: 204, type: null });
    expect(done()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' });
    expect(bench.app.at('/amd')[0]?.params).toMatchObject({
      CallSid: leg(report, officer)?.sid,
      AnsweredBy: 'machine_end_beep',
      MachineDetectionDuration: '8000',
    });
  });
});

describe('call time', () => {
  it('is the clock’s where a speed is set, for all legs alike', async () => {
    await bench.close();
    await start({ speed: 200 });
    bench.emulator.callees.set(officer, {
      kind: 'answers',
      afterSeconds: 10,
      script: [{ talks: 20 }, { hangUp: true }],
    });
    bench.emulator.callees.set(second, { kind: 'answers', afterSeconds: 30, script: [] });
    const report = await run(
      `<Dial action="/done"><Number>${second}</Number><Number>${officer}</Number></Dial>`,
    );
    expect(leg(report, second)?.status).toBe('canceled');
    expect(report.bridges[0]?.seconds).toBeGreaterThanOrEqual(20);
  });

  it('lets somebody hang up in the middle of a long prompt', async () => {
    expect(
      (await run('<Pause length="600"/><Say>late</Say>', { waits: 8 }, { hangUp: true })).heard,
    ).toHaveLength(1);
    expect(await run('<Say>hi</Say><Pause length="600"/>', { waits: 8 }, { hangUp: true })).toMatchObject({
      duration: 8,
    });
  });
});

describe('a whisper', () => {
  const document = `<Dial action="/done"><Number url="/whisper?x=1" sendDigits="ww12">${officer}</Number></Dial>`;
  const press1 = '<Gather numDigits="1" action="/accept"><Say>Press 1.</Say></Gather><Hangup/>';

  it('is heard by the callee alone, who is bridged when it has run out', async () => {
    bench.app.on('/whisper', press1);
    bench.app.on('/accept', '<Say>Connecting.</Say>');
    bench.emulator.callees.set(
      officer,
      answers({ hears: 'Press 1', press: '1' }, { talks: 20 }, { hangUp: true }),
    );
    const report = await run(document);
    const child = leg(report, officer);
    expect(said(child)).toEqual(['tones ww12', 'say Press 1.', 'say Connecting.']);
    expect(said(report)).toEqual(['ringing', 'say after']);
    expect(bench.app.at('/whisper')[0]?.params).toMatchObject({
      CallSid: child?.sid,
      ParentCallSid: report.sid,
      Direction: 'outbound-dial',
      CallStatus: 'in-progress',
      To: officer,
    });
    expect(bench.app.at('/accept')[0]?.params).toMatchObject({ Digits: '1', CallSid: child?.sid });
    expect(child?.bridges).toMatchObject([{ seconds: 20 }]);
    expect(done()).toMatchObject({ DialBridged: 'true' });
  });

  it('that the callee declines drops only the callee: completed, and never bridged', async () => {
    bench.app.on('/whisper', press1);
    bench.emulator.callees.set(officer, answers({ silence: true }));
    const report = await run(document);
    expect(done()).toMatchObject({
      CallStatus: 'in-progress',
      DialCallStatus: 'completed',
      DialBridged: 'false',
    });
    expect(leg(report, officer)).toMatchObject({ bridges: [], endedBy: 'app' });
    expect(said(report).at(-1)).toBe('say after');
  });

  it('may hold no Dial: 13201', async () => {
    bench.app.on('/whisper', `<Dial>${second}</Dial>`);
    bench.emulator.callees.set(officer, answers());
    const report = await run(document);
    expect(leg(report, officer)?.warnings).toMatchObject([{ code: 13201 }]);
    expect(done()).toMatchObject({ DialBridged: 'false' });
    expect(bench.emulator.rings.get(second)).toBeUndefined();
  });

  it('that fails may or may not be followed by a bridge', async () => {
    const bridged = new Set<string | undefined>();
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await bench.close();
      await start({ seed });
      bench.emulator.callees.set(officer, answers({ talks: 1 }, { hangUp: true }));
      await run(document);
      bridged.add(done()['DialBridged']);
    }
    expect(bridged).toEqual(new Set(['true', 'false']));
  });
});

describe('several at once', () => {
  const nouns = [officer, second, third].map(
    (number) =>
      `<Number statusCallback="/status" statusCallbackEvent="initiated ringing answered completed">${number}</Number>`,
  );

  it('ring together; the first to answer wins, the others are cancelled', async () => {
    bench.emulator.callees.set(officer, { kind: 'answers', afterSeconds: 9, script: [] });
    bench.emulator.callees.set(second, {
      kind: 'answers',
      afterSeconds: 6,
      script: [{ talks: 10 }, { hangUp: true }],
    });
    bench.emulator.callees.set(third, { kind: 'busy' });
    const report = await run(`<Dial action="/done">${nouns.join('')}</Dial>`);
    expect([officer, second, third].map((number) => leg(report, number)?.status)).toEqual([
      'canceled',
      'completed',
      'busy',
    ]);
    expect(done()).toMatchObject({ DialCallSid: leg(report, second)?.sid, DialBridged: 'true' });
    expect(report.bridges).toMatchObject([{ number: second, at: 6, seconds: 10 }]);
    const told = (number: string): string[] =>
      bench.app
        .at('/status')
        .filter(({ params }) => params['To'] === number)
        .map(({ params }) => `${params['SequenceNumber']} ${params['CallStatus']}`);
    expect(told(officer)).toEqual(['0 initiated', '1 ringing', '2 canceled']);
    expect(told(second)).toEqual(['0 initiated', '1 ringing', '2 in-progress', '3 completed']);
    expect(told(third)).toEqual(['0 initiated', '1 ringing', '2 busy']);
    expect(bench.app.at('/status')[0]?.params).toMatchObject({ ParentCallSid: report.sid });
  });

  it('ring one after the other where that is asked for', async () => {
    bench.emulator.callees.set(officer, { kind: 'noAnswer' });
    bench.emulator.callees.set(second, answers({ talks: 4 }, { hangUp: true }));
    const report = await run(`<Dial sequential="true" timeout="10" action="/done">${nouns.join('')}</Dial>`);
    expect(report.bridges).toMatchObject([{ number: second, at: 17, seconds: 4 }]);
    expect(bench.emulator.rings.get(third)).toBeUndefined();
    expect(done()).toMatchObject({ DialCallStatus: 'completed', DialCallSid: leg(report, second)?.sid });
  });
});

describe('other ends', () => {
  it('a client is called by its identity, with parameters of its own', async () => {
    bench.emulator.callees.set('client:officer-7', answers({ hangUp: true }));
    const report = await run(
      '<Dial callerId="client:line" action="/done"><Client><Identity>officer-7</Identity><Parameter name="case" value="42"/></Client></Dial>',
    );
    expect(leg(report, 'client:officer-7')).toMatchObject({ from: 'client:line', custom: { case: '42' } });
    expect(report.warnings).toEqual([]);
  });

  it('a SIP end is called by its URI', async () => {
    bench.emulator.callees.set('sip:desk@example.org', answers({ hangUp: true }));
    const report = await run('<Dial action="/done"><Sip>sip:desk@example.org</Sip></Dial>');
    expect(leg(report, 'sip:desk@example.org')?.status).toBe('completed');
  });

  it.each([
    ['<Dial action="/done">555</Dial>', 13223],
    ['<Dial action="/done"><Sip>desk</Sip></Dial>', 13243],
  ])('%s names nobody: %i, and the Dial fails', async (document, code) => {
    expect(codes(await run(document))).toEqual([code]);
    expect(done()).toMatchObject({ DialCallStatus: 'failed' });
  });
});

describe('a recording of a Dial', () => {
  const callback = 'recordingStatusCallback="/status" recordingStatusCallbackEvent="in-progress completed"';

  it.each([
    ['record-from-answer', '25', 1],
    ['record-from-ringing-dual', '29', 2],
  ])('%s lasts %s seconds', async (record, seconds, channels) => {
    bench.emulator.callees.set(officer, {
      kind: 'answers',
      afterSeconds: 4,
      script: [{ talks: 25 }, { hangUp: true }],
    });
    const report = await run(`<Dial record="${record}" ${callback} action="/done">${officer}</Dial>`);
    expect(done()).toMatchObject({ RecordingDuration: seconds, RecordingSid: report.recordings[0] });
    expect(bench.app.at('/status').map(({ params }) => params['RecordingStatus'])).toEqual([
      'in-progress',
      'completed',
    ]);
    expect(bench.app.at('/status')[1]?.params).toMatchObject({
      CallSid: report.sid,
      RecordingSource: 'DialVerb',
      RecordingDuration: seconds,
      RecordingChannels: String(channels),
      RecordingTrack: 'both',
    });
    expect(await client.recordings(String(report.recordings[0])).fetch()).toMatchObject({
      source: 'DialVerb',
      channels,
      callSid: report.sid,
    });
  });

  it('is none where nobody answered', async () => {
    const report = await run(
      `<Dial record="record-from-answer" ${callback} action="/done">${officer}</Dial>`,
    );
    expect(report.recordings).toEqual([]);
    expect(done()).not.toHaveProperty('RecordingUrl');
  });
});
