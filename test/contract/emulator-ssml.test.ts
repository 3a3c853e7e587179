import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallReport, CallerAction } from '../../src/emulator/index.ts';
import { startBench, type Bench } from './scripted-app.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
  bench.app.on('/done', '<Hangup/>');
  bench.app.on('/partial', { status: 204, type: null });
});
afterEach(() => bench.close());

async function run(document: string, ...script: CallerAction[]): Promise<CallReport> {
  bench.app.on('/voice', document);
  return bench.call(...script);
}
const codes = (report: CallReport): number[] => report.warnings.map(({ code }) => code);
const done = (): Readonly<Record<string, string>> => bench.app.at('/done')[0]?.params ?? {};

describe('markup of spoken words (twilio.md 7.1)', () => {
  it.each([
    ['Case <say-as interpret-as="digits">4 8</say-as>.', 'Case 4 8.', 1.2],
    ['From <sub alias="Immigration Court">IC</sub> today', 'From Immigration Court today', 1.6],
    ['One<break time="2s"/>two', 'One two', 2.8],
    ['One <break time="500ms"/> two', 'One two', 1.3],
    ['One<break strength="x-strong"/>two', 'One two', 1.8],
    ['One<break strength="none"/>two', 'One two', 0.8],
    ['One<break/>two', 'One two', 1.2],
    ['<s>One two.</s><s>Three four.</s>', 'One two. Three four.', 1.6],
    ['<p>One.<break time="1s"/></p><p>Two.</p>', 'One. Two.', 1.8],
    [
      '<emphasis level="strong">Now</emphasis> <prosody rate="slow" volume="loud">or never</prosody>',
      'Now or never',
      1.2,
    ],
    ['Say <lang xml:lang="es-MX">hola</lang> <w role="amazon:VB">now</w>', 'Say hola now', 1.2],
    ['<phoneme alphabet="ipa" ph="pɪˈkɑːn">pecan</phoneme>', 'pecan', 0.5],
    ['<emphasis>very <sub alias="deep">down</sub></emphasis> there', 'very deep there', 1.2],
  ])('%s is heard as its words, in its time', async (words, text, seconds) => {
    const report = await run(`<Say>${words}</Say><Say>end</Say>`);
    expect(report.warnings).toEqual([]);
    expect(report.heard.map((line) => line.text)).toEqual([text, 'end']);
    expect(report.heard[1]?.at).toBeCloseTo(seconds, 5);
  });

  it('is understood as the SDK writes it', async () => {
    const response = new twilio.twiml.VoiceResponse();
    const say = response.say({ voice: 'Polly.Joanna-Neural' }, 'Your number: ');
    say.sayAs({ 'interpret-as': 'digits' }, '1 2');
    say.break({ strength: 'x-strong', time: '100ms' });
    say.sub({ alias: 'doctor' }, 'Dr');
    bench.app.on('/voice', { body: response.toString() });
    const report = await bench.call();
    expect(report).toMatchObject({
      warnings: [],
      heard: [{ text: 'Your number: 1 2 doctor', voice: 'Polly.Joanna-Neural' }],
    });
  });

  it.each([
    ['<Say><break time="11s"/>hi</Say>', 12200],
    ['<Say><break strength="loud"/>hi</Say>', 12200],
    ['<Say><break>hi</break>there</Say>', 12200],
    ['<Say><say-as interpret-as="song">la</say-as></Say>', 12200],
    ['<Say><prosody rate="warp">hi</prosody></Say>', 12200],
    ['<Say><emphasis><Pause/>hi</emphasis></Say>', 12200],
    ['<Say><sayAs>hi</sayAs>there</Say>', 12200],
    ['<break/>', 12200],
    [`<Say voice="Polly.Lupe">${'x'.repeat(3001)}</Say>`, 13521],
    ['<Say><break/></Say>', 13520],
  ])('%s is warned of with %i', async (document, code) => {
    expect(codes(await run(document))).toContain(code);
  });
});

describe('speech (twilio.md 7.4)', () => {
  const action = 'action="/done" input="speech"';

  it('is heard after it has been still for speechTimeout, or at once when that is auto', async () => {
    const eight = { speak: 'one two three four five six seven eight' };
    expect((await run(`<Gather ${action} timeout="3"/>`, eight)).duration).toBe(7);
    expect((await run(`<Gather ${action} timeout="3" speechTimeout="6"/>`, eight)).duration).toBe(10);
    expect((await run(`<Gather ${action} timeout="3" speechTimeout="auto"/>`, eight)).duration).toBe(5);
  });

  it('is cut off at maxSpeechTime', async () => {
    await run(`<Gather ${action} maxSpeechTime="2"/>`, { speak: 'one two three four five six seven eight' });
    expect(done()['SpeechResult']).toBe('one two three four five');
  });

  it('lets whichever comes first win, keys or words', async () => {
    const document =
      '<Gather action="/done" input="dtmf speech" numDigits="2" hints="custody, release" language="es-US"/>';
    await run(document, { speak: 'custody' });
    expect(done()).toMatchObject({ SpeechResult: 'custody' });
    expect(done()['Digits']).toBeUndefined();
    bench.app.received.length = 0;
    await run(document, { press: '12' });
    expect(done()).toMatchObject({ Digits: '12' });
    expect(done()['SpeechResult']).toBeUndefined();
  });

  it('tells partial results of what is not certain yet', async () => {
    await run(`<Gather ${action} partialResultCallback="/partial"/>`, { speak: 'where is my brother' });
    expect(bench.app.at('/partial')[0]?.params).toMatchObject({ UnstableSpeechResult: 'where is' });
    expect(done()['SpeechResult']).toBe('where is my brother');
  });

  it.each([
    [`<Gather hints="${'a,'.repeat(500)}a"/>`, 12200],
    [`<Gather hints="${'a'.repeat(101)}"/>`, 12200],
    ['<Gather maxSpeechTime="61"/>', 13328],
    ['<Gather speechModel="psychic"/>', 12200],
    ['<Gather language="spanish"/>', 12200],
    ['<Gather partialResultCallbackMethod="PUT"/>', 12200],
  ])('%# is warned of', async (document, code) => {
    expect(codes(await run(document))).toContain(code);
  });
});

describe('Record', () => {
  it('with timeout 0 is not ended by silence', async () => {
    await run('<Record action="/done" timeout="0" maxLength="20" trim="do-not-trim"/>', { record: 3 });
    expect(done()['RecordingDuration']).toBe('20');
  });

  it.each([
    '<Record transcribeCallback="/x"/>',
    '<Record recordingConfigurationId="x"/>',
    '<Start><Recording/></Start>',
    '<Stop><Recording/></Stop>',
  ])('%s is Twilio’s but not simulated: the call fails loudly', async (document) => {
    bench.app.on('/voice', document);
    await expect(bench.call()).rejects.toThrow(/not simulated/);
  });
});
