import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBench, type Bench } from './scripted-app.ts';
import type { CallReport, CallerAction } from '../../src/emulator/index.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
  bench.app.on('/done', '<Hangup/>');
});
afterEach(() => bench.close());

async function run(document: string, ...script: CallerAction[]): Promise<CallReport> {
  bench.app.on('/voice', document);
  return bench.call(...script);
}
const said = (report: CallReport): string[] => report.heard.map(({ kind, text }) => `${kind} ${text}`.trim());
const codes = (report: CallReport): number[] => report.warnings.map(({ code }) => code);
const done = (): Readonly<Record<string, string>> | undefined => bench.app.at('/done')[0]?.params;

describe('Say, Play and Pause', () => {
  it('speak, with markup inside, as often as asked, and take call time', async () => {
    const report = await run(
      '<Say loop="2">Case <say-as interpret-as="digits">12</say-as>.</Say><Pause length="3"/><Say>Bye</Say>',
    );
    expect(said(report)).toEqual(['say Case 12.', 'say Case 12.', 'pause', 'say Bye']);
    expect(report.heard.map(({ at }) => at)).toEqual([0, 0.8, 1.6, 4.6]);
    expect(report.duration).toBe(6);
  });

  it('play sound of an allowed type, fetched by GET without call parameters, and keypad tones', async () => {
    bench.app.on('/music.wav', { type: 'audio/wav', body: 'RIFF' });
    bench.app.on('/page', { type: 'text/html', body: 'no sound' });
    const report = await run('<Play>/music.wav</Play><Play digits="ww3"/><Play>/page</Play>');
    expect(said(report)).toEqual([`play ${bench.app.url}/music.wav`, 'tones ww3']);
    expect(bench.app.at('/music.wav')[0]).toMatchObject({ method: 'GET', target: '/music.wav' });
    expect(codes(report)).toEqual([13420]);
  });

  it('repeat without end a thousand times at most', async () => {
    expect((await run('<Say loop="0">a</Say>')).heard).toHaveLength(1000);
  });
});

describe('Gather', () => {
  it('ends at numDigits', async () => {
    await run('<Gather numDigits="4" action="/done"/>', { press: '0042' });
    expect(done()).toMatchObject({ Digits: '0042', FinishedOnKey: '', msg: 'Gather End' });
  });

  it('ends at the finish key, which is not part of the digits', async () => {
    await run('<Gather action="/done"/>', { press: '98#' });
    expect(done()).toMatchObject({ Digits: '98', FinishedOnKey: '#' });
  });

  it('ends by time-out after the last key', async () => {
    const report = await run('<Gather timeout="7" action="/done"/>', { press: '98' });
    expect(done()).toMatchObject({ Digits: '98' });
    expect(report.duration).toBe(8);
  });

  it('with an empty finish key lets # and * through', async () => {
    await run('<Gather finishOnKey="" numDigits="3" action="/done"/>', { press: '*1#' });
    expect(done()).toMatchObject({ Digits: '*1#' });
  });

  it('goes on with the next verb when nothing is entered, the finish key alone included', async () => {
    expect(said(await run('<Gather action="/done"/><Say>none</Say>', { silence: true }))).toEqual([
      'say none',
    ]);
    expect(said(await run('<Gather action="/done"/><Say>none</Say>', { press: '#' }))).toEqual(['say none']);
    expect(done()).toBeUndefined();
  });

  it('with actionOnEmptyResult asks its action, digits empty or missing', async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const other = await startBench({ seed });
      other.app.on('/voice', '<Gather action="/done" actionOnEmptyResult="true"/>');
      other.app.on('/done', '<Hangup/>');
      await other.call({ silence: true });
      await other.close();
      bench.app.received.push(...other.app.at('/done'));
    }
    const digits = bench.app.received.map(({ params }) => params['Digits']);
    expect(new Set(digits)).toEqual(new Set(['', undefined]));
  });

  it('without an action asks the same document again', async () => {
    bench.app.on('/voice', ({ params }) =>
      params['Digits'] === '1' ? '<Hangup/>' : '<Gather numDigits="1"/>',
    );
    await bench.call({ press: '1' });
    expect(bench.app.at('/voice').map(({ params }) => params['Digits'])).toEqual([undefined, '1']);
  });

  it('hears its prompts to the end, or is interrupted by a key as soon as the words were said', async () => {
    const document =
      '<Gather numDigits="1" action="/done"><Say>Press 1</Say><Pause/><Say>or 2</Say></Gather>';
    expect(said(await run(document, { hears: 'Press 1', press: '1' }))).toEqual([
      'say Press 1',
      'pause',
      'say or 2',
    ]);
    expect(said(await run(document, { hears: 'Press 1', press: '1', interrupt: true }))).toEqual([
      'say Press 1',
    ]);
  });

  it('takes speech where it is asked for, and only there', async () => {
    await run('<Gather input="dtmf speech" action="/done"/>', { speak: 'I need São Paulo' });
    expect(done()).toMatchObject({ SpeechResult: 'I need São Paulo' });
    expect(Number(done()?.['Confidence'])).toBeGreaterThan(0.5);
    expect(said(await run('<Gather action="/done"/><Say>none</Say>', { speak: 'hello' }))).toEqual([
      'say none',
    ]);
    expect(said(await run('<Gather input="speech" action="/done"/><Say>none</Say>', { press: '1' }))).toEqual(
      ['say none'],
    );
  });

  it('asks nothing when the caller hangs up: only the status callback follows', async () => {
    const report = await run('<Gather action="/done"><Say>Press 1</Say></Gather><Say>never</Say>', {
      hears: 'Press 1',
      hangUp: true,
    });
    expect(said(report)).toEqual(['say Press 1']);
    expect(report).toMatchObject({ endedBy: 'caller', status: 'completed' });
    expect(done()).toBeUndefined();
  });
});

describe('Record', () => {
  const document =
    '<Record action="/done" finishOnKey="#" timeout="4" maxLength="60" recordingStatusCallback="/recording"/><Say>never</Say>';
  beforeEach(() => bench.app.on('/recording', { status: 204, type: null }));

  it('ends by a finish key', async () => {
    const report = await run(document, { record: 8 }, { press: '#' });
    expect(done()).toMatchObject({ RecordingDuration: '8', Digits: '#', CallStatus: 'in-progress' });
    expect(done()?.['RecordingUrl']).toBe(
      `${bench.url}/2010-04-01/Accounts/AC00000000000000000000000000000001/Recordings/${String(done()?.['RecordingSid'])}`,
    );
    expect(said(report)).toEqual(['beep']);
    expect(report).toMatchObject({ unused: 0, missed: [] });
  });

  it('ends by silence, trimmed or not', async () => {
    const report = await run(document, { record: 8 });
    expect(done()).toMatchObject({ RecordingDuration: '8' });
    expect(['', undefined]).toContain(done()?.['Digits']);
    expect(report.duration).toBe(13);
    bench.app.received.length = 0;
    await run('<Record action="/done" timeout="4" playBeep="false" trim="do-not-trim"/>', { record: 8 });
    expect(done()).toMatchObject({ RecordingDuration: '12' });
  });

  it('ends at its greatest length', async () => {
    await run(document, { record: 90 });
    expect(done()).toMatchObject({ RecordingDuration: '60' });
  });

  it('tells its action of a hang-up, with CallStatus=completed, and ignores the answer', async () => {
    const report = await run(document, { record: 3 }, { hangUp: true });
    expect(done()).toMatchObject({ Digits: 'hangup', CallStatus: 'completed', RecordingDuration: '3' });
    expect(report).toMatchObject({
      endedBy: 'caller',
      status: 'completed',
      recordings: [done()?.['RecordingSid']],
    });
  });

  it('calls back about the recording later, without From and To', async () => {
    await run(document, { record: 8 }, { press: '#' });
    const [callback] = bench.app.at('/recording');
    expect(callback?.params).toMatchObject({
      RecordingSid: done()?.['RecordingSid'],
      RecordingStatus: 'completed',
      RecordingDuration: '8',
      RecordingChannels: '1',
      RecordingSource: 'RecordVerb',
      RecordingTrack: 'inbound',
      ErrorCode: '0',
    });
    expect(Object.keys(callback?.params ?? {})).not.toEqual(expect.arrayContaining(['From']));
    expect(callback?.params['CallStatus']).toBeUndefined();
    const order = bench.app.received.map(({ target }) => target);
    expect(order.indexOf('/recording')).toBeGreaterThan(order.indexOf('/done'));
  });

  it('tells of the events that it is asked to', async () => {
    await run(
      '<Record action="/done" recordingStatusCallback="/recording" recordingStatusCallbackEvent="in-progress completed"/>',
      { record: 2 },
    );
    expect(bench.app.at('/recording').map(({ params }) => params['RecordingStatus'])).toEqual([
      'in-progress',
      'completed',
    ]);
  });

  it('without an action asks the same document again', async () => {
    bench.app.on('/voice', ({ params }) =>
      params['RecordingSid'] === undefined ? '<Record/>' : '<Hangup/>',
    );
    const report = await bench.call({ record: 1 });
    expect(report.requests).toHaveLength(2);
  });
});

describe('Redirect, Hangup, Reject and the end of a document', () => {
  it('Redirect goes on elsewhere, by the method given; empty text asks the same document again', async () => {
    bench.app.on('/voice', (_, turn) =>
      turn === 1 ? '<Redirect/>' : '<Redirect method="GET">done?x=1</Redirect>',
    );
    await bench.call();
    expect(bench.app.at('/voice')).toHaveLength(2);
    expect(bench.app.at('/done')[0]?.method).toBe('GET');
    expect(bench.app.at('/done')[0]?.target).toMatch(/^\/done\?x=1&/);
  });

  it('a document that runs out ends the call, an empty one too', async () => {
    expect(await run('<Say>bye</Say>')).toMatchObject({ status: 'completed', endedBy: 'app' });
    expect(await run('')).toMatchObject({ status: 'completed', endedBy: 'app', duration: 0 });
  });

  it.each([
    ['<Reject/>', 'no-answer'],
    ['<Reject reason="busy"/>', 'busy'],
  ])('%s as first verb refuses the call: %s', async (document, status) => {
    expect(await run(document)).toMatchObject({ status, endedBy: 'reject', duration: 0, warnings: [] });
  });

  it('Reject after another verb is warned of', async () => {
    expect(codes(await run('<Say>hi</Say><Reject/>'))).toEqual([12200]);
  });

  it('a leading Pause delays the answer; a caller who gives up meanwhile makes a no-answer', async () => {
    const report = await run('<Pause length="9"/><Say>hi</Say>');
    expect(report.duration).toBe(1);
    expect(await run('<Pause length="9"/><Say>hi</Say>', { hangUp: true })).toMatchObject({
      status: 'no-answer',
    });
  });

  it('a loop without an exit is cut after a thousand documents', async () => {
    expect(await run('<Redirect/>')).toMatchObject({ endedBy: 'limit', warnings: [{ code: 0 }] });
  });
});
