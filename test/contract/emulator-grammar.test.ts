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
const codes = (report: CallReport): number[] => report.warnings.map(({ code }) => code);

describe('what TwiML does not allow', () => {
  it.each([
    ['<say>hi</say>', 12200],
    ['stray', 12200],
    ['<Say pitch="high">hi</Say>', 12200],
    ['<Say><Gather/>hi</Say>', 12200],
    ['<Say voice="Robot">hi</Say>', 13511],
    ['<Say language="english">hi</Say>', 13512],
    ['<Say loop="-1">hi</Say>', 13510],
    ['<Say/>', 13520],
    [`<Say>${'x'.repeat(4097)}</Say>`, 13521],
    ['<Pause length="0"/>', 13910],
    ['<Gather timeout="soon"/>', 13313],
    ['<Gather numDigits="0"/>', 13314],
    ['<Gather finishOnKey="##"/>', 13310],
    ['<Gather method="PUT"/>', 13312],
    ['<Gather input="voice"/>', 12200],
    ['<Gather bargeIn="true"/>', 12200],
    ['<Gather><Play digits="1"/></Gather>', 13320],
    ['<Gather><Record/></Gather>', 12200],
    ['<Gather speechTimeout="never"/>', 13327],
    ['<Record action="/done" maxLength="1"/>', 13612],
    ['<Record action="/done" timeout="-1"/>', 13611],
    ['<Record action="/done" finishOnKey="a"/>', 13613],
    ['<Record action="/done" method="DELETE"/>', 13610],
    ['<Record action="/done" playBeep="yes"/>', 13616],
    ['<Redirect method="put">/done</Redirect>', 13710],
    ['<Reject reason="rude"/>', 13810],
    ['<Hangup now="true"/>', 12200],
  ])('%s is warned of with %i', async (document, code) => {
    expect(codes(await run(document))).toContain(code);
  });

  it.each(['<Connect/>', '<Enqueue workflowSid="WW1"/>', '<Record transcribe="true"/>'])(
    '%s is Twilio’s but not simulated: the call fails loudly',
    async (document) => {
      bench.app.on('/voice', document);
      await expect(bench.call()).rejects.toThrow(/not simulated/);
    },
  );
});
