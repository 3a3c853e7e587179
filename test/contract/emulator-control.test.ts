import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caller, line, startBench, type Bench } from './scripted-app.ts';

let bench: Bench;
const advanced: number[] = [];
beforeEach(async () => {
  advanced.length = 0;
  bench = await startBench({ onAdvanceClock: (seconds) => void advanced.push(seconds) });
  bench.app.on('/voice', '<Say>Hello.</Say>');
});
afterEach(() => bench.close());

async function control(path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${bench.url}/control${path}`, {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

describe('control over HTTP', () => {
  it('places a call and waits for its report', async () => {
    const placed = await control('/calls', { from: caller, to: line, script: [] });
    expect(placed).toMatchObject({ status: 200, body: { status: 'completed', heard: [{ text: 'Hello.' }] } });
  });

  it('or answers at once, and gives the report later', async () => {
    const callSid = `CA${'a'.repeat(32)}`;
    const placed = await control('/calls?wait=false', { from: caller, to: line, script: [], callSid });
    expect(placed).toEqual({ status: 202, body: { sid: callSid } });
    await bench.emulator.idle();
    expect(await control(`/calls/${callSid}`)).toMatchObject({
      status: 200,
      body: { sid: callSid, endedBy: 'app' },
    });
    expect((await control(`/calls/CA${'b'.repeat(32)}`)).status).toBe(404);
  });

  it('sets numbers and callees, and counts rings', async () => {
    bench.app.on('/other', '<Say>Other.</Say>');
    const number = '+12025550177';
    expect((await control('/numbers', { number, voiceUrl: `${bench.app.url}/other` })).body).toMatchObject({
      number,
    });
    const placed = await control('/calls', { from: caller, to: number, script: [] });
    expect(placed.body).toMatchObject({ heard: [{ text: 'Other.' }] });
    expect((await control('/callees', { number: '+12025550111', behaviour: { kind: 'busy' } })).status).toBe(
      204,
    );
    expect(bench.emulator.callees.get('+12025550111')).toEqual({ kind: 'busy' });
    expect(await control('/rings')).toEqual({ status: 200, body: {} });
  });

  it('moves the injected clock', async () => {
    expect((await control('/clock', { advanceSeconds: 90 })).status).toBe(204);
    expect(advanced).toEqual([90]);
  });

  it('is alive', async () => {
    expect(await control('/health')).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('says what is wrong with a request', async () => {
    for (const [path, body] of [
      ['/calls', { from: caller, to: line, script: [{ press: 'x' }] }],
      ['/calls', { from: caller, to: line, script: [{ press: '1', silence: true }] }],
      ['/numbers', { number: '555', voiceUrl: 'x' }],
      ['/callees', { number: line, behaviour: { kind: 'sings' } }],
      ['/clock', { advanceSeconds: -1 }],
    ] as const) {
      expect((await control(path, body)).status).toBe(400);
    }
    expect((await control('/calls', { from: caller, to: '+12025550188', script: [] })).status).toBe(404);
  });
});
