import { afterEach, describe, expect, it } from 'vitest';
import type { Fault, FaultPlan, WebhookSummary } from '../../src/emulator/index.ts';
import { line, startBench, type Bench } from './scripted-app.ts';

let bench: Bench;
afterEach(() => bench.close());

async function start(faults: FaultPlan, more: Parameters<typeof startBench>[0] = {}): Promise<void> {
  bench = await startBench({ faults, ...more });
  const { app, emulator } = bench;
  emulator.setNumber({ number: line, voiceUrl: `${app.url}/voice`, statusCallback: `${app.url}/status` });
  app.on('/voice', '<Record action="/done" recordingStatusCallback="/recording"/>');
  app.on('/done', '<Hangup/>');
  app.on('/recording', { status: 204, type: null });
  app.on('/status', { status: 204, type: null });
}
const on =
  (kind: WebhookSummary['kind'], fault: Fault): FaultPlan =>
  (webhook) =>
    webhook.kind === kind ? fault : undefined;
const targets = (): string[] => bench.app.received.map(({ target }) => target);

describe('faults', () => {
  it('without a plan: every webhook once, in order', async () => {
    await start(() => undefined);
    await bench.call({ record: 2 });
    expect(targets()).toEqual(['/voice', '/done', '/recording', '/status']);
  });

  it.each(['sequential', 'concurrent'] as const)('duplicate a webhook, same bytes, %s', async (duplicate) => {
    await start(on('action', { duplicate }));
    const report = await bench.call({ record: 2 });
    const [first, second] = bench.app.at('/done');
    expect(bench.app.at('/done')).toHaveLength(2);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers).toEqual(first?.headers);
    expect(report.requests.map(({ copy }) => copy).filter((copy) => copy === 1)).toHaveLength(1);
    expect(report.status).toBe('completed');
  });

  it('send both copies at once when they are concurrent', async () => {
    await start(on('action', { duplicate: 'concurrent' }));
    let release: (() => void) | undefined;
    const both = new Promise<void>((resolve) => (release = resolve));
    bench.app.on('/done', async (_, turn) => {
      if (turn === 2) release?.();
      await both;
      return '<Hangup/>';
    });
    expect((await bench.call({ record: 2 })).status).toBe('completed');
  });

  it('reorder callbacks: one comes after the next', async () => {
    await start(on('recording-status', { reorder: true }));
    await bench.call({ record: 2 });
    expect(targets()).toEqual(['/voice', '/done', '/status', '/recording']);
  });

  it('reorder an action after a hang-up, so that completed comes first', async () => {
    await start(on('action', { reorder: true }));
    await bench.call({ record: 2 }, { hangUp: true });
    expect(targets()).toEqual(['/voice', '/recording', '/done', '/status']);
  });

  it('delay a callback without holding up the next', async () => {
    await start(on('recording-status', { delayMs: 50 }));
    await bench.call({ record: 2 });
    expect(targets()).toEqual(['/voice', '/done', '/status', '/recording']);
  });

  it('hold a webhook back until something has happened', async () => {
    let happen: (() => void) | undefined;
    const until = new Promise<void>((resolve) => (happen = resolve));
    await start(on('action', { until }));
    bench.app.on('/voice', () => {
      queueMicrotask(() => happen?.());
      return '<Record action="/done"/>';
    });
    expect((await bench.call({ record: 2 })).status).toBe('completed');
    expect(targets()).toEqual(['/voice', '/done', '/status']);
  });

  it('drop a callback: the app never hears of it', async () => {
    await start(on('status', { drop: 'request' }));
    const report = await bench.call({ record: 2 });
    expect(targets()).toEqual(['/voice', '/done', '/recording']);
    expect(report.requests.at(-1)).toMatchObject({ kind: 'status', error: { code: 11205 } });
  });

  it('drop an answer: the app has acted, Twilio has not heard; a retry repeats the idempotency token', async () => {
    await start(on('voice', { drop: 'response' }));
    bench.emulator.setNumber({ number: line, voiceUrl: `${bench.app.url}/voice#rp=rt` });
    await bench.call({ record: 2 });
    const tokens = bench.app.at('/voice').map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
  });

  it('come by chance, and the same seed brings the same ones', async () => {
    const rates = { duplicateSequential: 0.5, dropRequest: 0.2, reorder: 0.5 };
    const run = async (): Promise<string[]> => {
      await start(rates, { seed: 3 });
      for (let count = 0; count < 10; count += 1) await bench.call({ record: 2 });
      const seen = targets();
      await bench.close();
      return seen;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first.length).not.toBe(40);
    await start(rates);
  });
});

describe('replay', () => {
  it('sends a logged request again byte for byte and hands back the answer', async () => {
    await start(() => undefined);
    await bench.call({ record: 2 });
    const [logged] = bench.emulator.requests.filter(({ kind }) => kind === 'action');
    if (logged === undefined) throw new Error('nothing logged');
    expect(await bench.emulator.replay(logged)).toEqual({
      status: 200,
      contentType: 'text/xml',
      body: logged.response?.body,
    });
    const [first, second] = bench.app.at('/done');
    expect([second?.body, second?.headers]).toEqual([first?.body, first?.headers]);
    expect(bench.emulator.requests.at(-1)).toMatchObject({ copy: 2 });
  });
});
