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
const done = (): Readonly<Record<string, string>> | undefined => bench.app.at('/done')[0]?.params;

describe('a scripted caller', () => {
  it('notes words that it waited for in vain, and what was said instead', async () => {
    const report = await run('<Gather numDigits="1" action="/done"><Say>Press  2,\n please</Say></Gather>', {
      hears: ['Press 2, please', 'Press 3'],
      press: '2',
    });
    expect(report.missed).toEqual([{ action: 0, expected: 'Press 3', heard: 'Press 2, please' }]);
    expect(done()).toMatchObject({ Digits: '2' });
  });

  it('notes keys that nobody waited for any more', async () => {
    const report = await run('<Gather numDigits="1" action="/done"/>', { press: '123' });
    expect(report.missed).toEqual([{ action: 0, expected: 'somebody to take the keys 23', heard: '' }]);
  });

  it('hangs up in the middle of a prompt once it has heard enough', async () => {
    const report = await run('<Say>one</Say><Say>two</Say><Say>three</Say>', { hears: 'two', hangUp: true });
    expect(said(report)).toEqual(['say one', 'say two']);
    expect(report.endedBy).toBe('caller');
  });

  it('stays silent when its script has run out, and hangs up on an app that never ends', async () => {
    const report = await run('<Gather/><Redirect/>');
    expect(report).toMatchObject({ endedBy: 'caller', status: 'completed' });
    expect(report.requests.length).toBeGreaterThan(20);
    expect(report.requests.length).toBeLessThan(40);
  });

  it('counts actions that the call never came to', async () => {
    expect((await run('<Hangup/>', { press: '1' }, { press: '2' })).unused).toBe(2);
  });
});
