import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caller, line, startBench, type Bench } from './scripted-app.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ budgetMs: 60_000, keep: { calls: 100, reports: 10, requests: 50 } });
  bench.app.on('/voice', '<Gather numDigits="1" action="/menu"><Say>Press 1.</Say></Gather>');
  bench.app.on('/menu', '<Record action="/done"/>');
  bench.app.on('/done', '<Hangup/>');
});
afterEach(() => bench.close());

describe('a thousand calls at once', () => {
  it('all go through, and memory keeps only the newest', async () => {
    const script = [{ hears: 'Press 1', press: '1' }, { record: 20 }];
    const calls = Array.from({ length: 1000 }, () =>
      bench.emulator.placeCall({ from: caller, to: line, script }),
    );
    const reports = await Promise.all(calls.map(({ done }) => done));
    expect(new Set(reports.map(({ sid }) => sid)).size).toBe(1000);
    const troubles = reports.flatMap(({ missed, warnings }) =>
      [...missed, ...warnings].map((one) => JSON.stringify(one)),
    );
    expect([...new Set(troubles)]).toEqual([]);
    expect(reports.every(({ status }) => status === 'completed')).toBe(true);
    expect(bench.app.received).toHaveLength(3000);
    expect(bench.emulator.requests).toHaveLength(50);
    expect(reports.filter(({ sid }) => bench.emulator.report(sid) !== undefined)).toHaveLength(10);
    // Three thousand signed requests, on whatever machine this is.
  }, 60_000);
});
