import { request } from 'node:http';
import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEvents, type EventReader } from './event-stream.ts';
import { accountSid, authToken, caller, line, startBench, type Bench } from './scripted-app.ts';

const officer = '+12025550111';
let bench: Bench;
let readers: EventReader[];

beforeEach(async () => {
  // Other calls take no time; live ones pass as in life.
  bench = await startBench();
  readers = [];
  bench.app.on('/done', '<Hangup/>');
});
afterEach(async () => {
  for (const reader of readers) reader.close();
  await bench.close();
});

async function post(path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${bench.url}/phone${path}`, {
    method: 'POST',
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
async function follow(path: string, headers?: Record<string, string>): Promise<EventReader> {
  const reader = await readEvents(`${bench.url}/phone${path}`, headers);
  readers.push(reader);
  return reader;
}
async function dial(document: string): Promise<{ id: string; events: EventReader }> {
  bench.app.on('/voice', document);
  const placed = await post('/calls', { from: caller, to: line });
  expect(placed.status).toBe(201);
  const { id } = placed.body as { id: string };
  return { id, events: await follow(`/calls/${id}/events`) };
}
const kinds = (events: EventReader): string[] => events.seen.map(({ event }) => event);

/** Resolves when another person has said these words. */
async function heardWords(events: EventReader, words: string): Promise<void> {
  for (;;) {
    const { data } = await events.next('heard');
    if (data['kind'] === 'voice' && data['text'] === words) return;
  }
}

describe('a call from a live phone', () => {
  it('rings, is answered, is heard, waits for keys and ends, all numbered', async () => {
    const { id, events } = await dial(
      '<Gather numDigits="2" action="/done"><Say language="es-US" voice="Polly.Lupe">Marque</Say></Gather>',
    );
    await events.next('waits');
    const heard = await events.next('heard');
    expect(heard.data).toEqual({ kind: 'say', text: 'Marque', language: 'es-US', voice: 'Polly.Lupe' });
    expect((await post(`/calls/${id}/keys`, { keys: '4' })).status).toBe(204);
    expect((await post(`/calls/${id}/keys`, { keys: '2' })).status).toBe(204);
    expect((await events.next('ended')).data).toEqual({ reason: 'app', status: 'completed' });
    await events.ended;
    expect(kinds(events)).toEqual(['ringing', 'answered', 'waits', 'heard', 'pressed', 'pressed', 'ended']);
    expect(events.seen.map((event) => event.id)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(events.seen[2]?.data).toEqual({ for: ['keys'], seconds: 5 });
    expect(bench.app.at('/done')[0]?.params).toMatchObject({ Digits: '42', CallSid: id, From: caller });
    expect(bench.emulator.report(id)).toMatchObject({ warnings: [], endedBy: 'app' });
  });

  it('passes in real time; a key stops the prompt at once', async () => {
    const { id, events } = await dial(
      `<Gather numDigits="1" action="/done"><Say>${'very '.repeat(500)}</Say><Say>never</Say></Gather>`,
    );
    await events.next('heard');
    const begun = performance.now();
    await post(`/calls/${id}/keys`, { keys: '1' });
    await events.next('ended');
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(bench.emulator.report(id)?.heard).toHaveLength(1);
    expect(bench.emulator.report(id)?.duration).toBeLessThan(5);
  });

  it('waits so long after the last key', async () => {
    const { id, events } = await dial('<Gather timeout="1" action="/done"/>');
    await events.next('waits');
    await post(`/calls/${id}/keys`, { keys: '98' });
    await events.next('ended');
    expect(bench.app.at('/done')[0]?.params['Digits']).toBe('98');
    expect(bench.emulator.report(id)?.duration).toBeGreaterThanOrEqual(1);
  });

  it('loses keys that are pressed before the app listens', async () => {
    const { id, events } = await dial(`<Say>${'one '.repeat(6)}</Say><Gather timeout="1" action="/done"/>`);
    await events.next('heard');
    await post(`/calls/${id}/keys`, { keys: '7' });
    await events.next('waits');
    await events.next('ended');
    expect(bench.app.at('/done')).toEqual([]);
  });

  it('speaks where speech counts', async () => {
    const { id, events } = await dial('<Gather input="speech" speechTimeout="auto" action="/done"/>');
    expect((await events.next('waits')).data).toEqual({ for: ['speech'], seconds: 5 });
    await post(`/calls/${id}/say`, { words: 'custody' });
    await events.next('ended');
    expect(bench.app.at('/done')[0]?.params['SpeechResult']).toBe('custody');
  });

  it('talks into a recording until a key is pressed', async () => {
    const { id, events } = await dial('<Record action="/done" finishOnKey="#"/>');
    expect((await post(`/calls/${id}/record`, { seconds: 60 })).status).toBe(409);
    await events.next('tone');
    expect((await events.next('waits')).data['for']).toEqual(['recording']);
    expect((await post(`/calls/${id}/record`, { seconds: 60 })).status).toBe(204);
    await post(`/calls/${id}/keys`, { keys: '#' });
    await events.next('ended');
    expect(bench.app.at('/done')[0]?.params['Digits']).toBe('#');
    expect(Number(bench.app.at('/done')[0]?.params['RecordingDuration'])).toBeLessThan(60);
    expect(kinds(events)).toContain('talked');
  });

  it('hangs up in the middle of a prompt, and in a recording', async () => {
    const long = await dial('<Pause length="600"/>');
    await long.events.next('ringing');
    await post(`/calls/${long.id}/hang-up`);
    expect((await long.events.next('ended')).data).toEqual({ reason: 'caller', status: 'no-answer' });
    const recorded = await dial('<Record action="/done" playBeep="false"/>');
    await recorded.events.next('waits');
    await post(`/calls/${recorded.id}/hang-up`);
    expect((await recorded.events.next('ended')).data['reason']).toBe('caller');
    await bench.emulator.idle();
    expect(bench.app.at('/done')[0]?.params['Digits']).toBe('hangup');
  });

  it('is told what is wrong with a document, and what is not simulated', async () => {
    const warned = await dial('<Say pitch="high">hi</Say>');
    expect((await warned.events.next('error')).data['code']).toBe(12200);
    const failed = await dial('<Pay/>');
    expect((await failed.events.next('error')).data['message']).toMatch(/not simulated/);
    expect((await failed.events.next('ended')).data).toEqual({ reason: 'error', status: 'failed' });
  });

  it('is redirected by REST in the middle of a wait', async () => {
    const client = twilio(accountSid, authToken);
    client.api.baseUrl = bench.url;
    bench.app.on('/moved', '<Say>moved</Say>');
    const { id, events } = await dial('<Gather timeout="600" action="/done"/>');
    await events.next('waits');
    await client.calls(id).update({ url: `${bench.app.url}/moved` });
    expect((await events.next('heard')).data['text']).toBe('moved');
    await events.next('ended');
  });
});

describe('an event stream', () => {
  it('resumes after the last event that was read', async () => {
    const { id, events } = await dial('<Say>one</Say><Say>two</Say>');
    await events.next('ended');
    const texts = async (headers: Record<string, string>, query = ''): Promise<string[]> => {
      const again = await follow(`/calls/${id}/events${query}`, headers);
      await again.ended;
      return again.seen.map(({ id: place, event }) => `${place} ${event}`);
    };
    expect(await texts({ 'last-event-id': '3' })).toEqual(['4 heard', '5 ended']);
    expect(await texts({}, '?after=4')).toEqual(['5 ended']);
    expect(await texts({ 'last-event-id': '5' })).toEqual([]);
    expect((await follow(`/calls/${id}/events?after=x`)).status).toBe(400);
  });

  it('is typed as one and kept nowhere', async () => {
    const { events } = await dial('<Say>one</Say>');
    expect(events.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
  });
});

describe('a number that is registered as live', () => {
  const notes = '<Gather numDigits="1" action="/done"><Say>Press 1</Say></Gather>';
  let client: twilio.Twilio;
  beforeEach(() => {
    bench.app.on('/officer', notes);
    client = twilio(accountSid, authToken);
    client.api.baseUrl = bench.url;
  });
  const ring = (timeout = 60): Promise<{ sid: string }> =>
    client.calls.create({ to: officer, from: line, url: `${bench.app.url}/officer`, timeout });
  const listen = (): Promise<EventReader> => follow(`/ringing?number=${encodeURIComponent(officer)}`);

  it('rings, is answered, and goes on like any call', async () => {
    const ringing = await listen();
    const { sid } = await ring();
    expect((await ringing.next('ringing')).data).toEqual({ id: sid, from: line, to: officer });
    const events = await follow(`/calls/${sid}/events`);
    await events.next('ringing');
    expect((await post(`/calls/${sid}/keys`, { keys: '1' })).status).toBe(409);
    expect((await post(`/calls/${sid}/answer`)).status).toBe(204);
    await events.next('answered');
    expect((await ringing.next('over')).data['id']).toBe(sid);
    await events.next('heard');
    await post(`/calls/${sid}/keys`, { keys: '1' });
    expect((await events.next('ended')).data).toEqual({ reason: 'app', status: 'completed' });
    expect(bench.app.at('/done')[0]?.params).toMatchObject({ Digits: '1', CallSid: sid });
    expect(bench.emulator.rings.get(officer)).toBe(1);
  });

  it('is told at once of a call that rings already', async () => {
    const first = await listen();
    const { sid } = await ring();
    await first.next('ringing');
    const second = await listen();
    expect((await second.next('ringing')).data['id']).toBe(sid);
    await post(`/calls/${sid}/decline`);
    await second.next('over');
  });

  it('declines as busy; a second answer comes too late', async () => {
    const ringing = await listen();
    const { sid } = await ring();
    await ringing.next('ringing');
    await post(`/calls/${sid}/decline`);
    const events = await follow(`/calls/${sid}/events`);
    expect((await events.next('ended')).data).toEqual({ reason: 'callee', status: 'busy' });
    expect((await post(`/calls/${sid}/answer`)).status).toBe(409);
    await bench.emulator.idle();
    expect((await client.calls(sid).fetch()).status).toBe('busy');
  });

  it('that nobody answers is given up after the time-out', async () => {
    const ringing = await listen();
    await ring(1);
    await ringing.next('ringing');
    await ringing.next('over');
    await bench.emulator.idle();
    expect((await client.calls.list({ to: officer }))[0]?.status).toBe('no-answer');
  });

  it('stops ringing when REST cancels the call', async () => {
    const ringing = await listen();
    const { sid } = await ring();
    await ringing.next('ringing');
    await client.calls(sid).update({ status: 'canceled' });
    await ringing.next('over');
  });

  it('hangs up as the callee', async () => {
    const ringing = await listen();
    const { sid } = await ring();
    await ringing.next('ringing');
    await post(`/calls/${sid}/answer`);
    const events = await follow(`/calls/${sid}/events`);
    await events.next('heard');
    await post(`/calls/${sid}/hang-up`);
    expect((await events.next('ended')).data).toEqual({ reason: 'callee', status: 'completed' });
  });
});

describe('two live phones', () => {
  const ringing = (): Promise<EventReader> => follow(`/ringing?number=${encodeURIComponent(officer)}`);

  it.each([
    ['a Dial', `<Dial>${officer}</Dial>`],
    ['a Dial that answers with the callee', `<Dial answerOnBridge="true">${officer}</Dial>`],
  ])('are connected by %s, hear one another, and part when one hangs up', async (_, document) => {
    const rings = await ringing();
    const { id, events } = await dial(document);
    const child = String((await rings.next('ringing')).data['id']);
    const atOfficer = await follow(`/calls/${child}/events`);
    expect((await post(`/calls/${child}/answer`)).status).toBe(204);
    await atOfficer.next('answered');
    await events.next('answered');
    await post(`/calls/${id}/say`, { words: 'Good morning' });
    await heardWords(atOfficer, 'Good morning');
    await post(`/calls/${child}/say`, { words: 'How can I help' });
    await heardWords(events, 'How can I help');
    await post(`/calls/${child}/keys`, { keys: '5' });
    await post(`/calls/${child}/hang-up`);
    expect((await atOfficer.next('ended')).data['status']).toBe('completed');
    await events.next('ended');
  });

  it('meet in a conference', async () => {
    bench.app.on('/officer', '<Dial><Conference waitUrl="">room</Conference></Dial>');
    const client = twilio(accountSid, authToken);
    client.api.baseUrl = bench.url;
    const rings = await ringing();
    const { id, events } = await dial(
      '<Dial><Conference waitUrl="" endConferenceOnExit="true">room</Conference></Dial>',
    );
    const { sid } = await client.calls.create({ to: officer, from: line, url: `${bench.app.url}/officer` });
    await rings.next('ringing');
    const atOfficer = await follow(`/calls/${sid}/events`);
    await post(`/calls/${sid}/answer`);
    await atOfficer.next('answered');
    await post(`/calls/${sid}/say`, { words: 'Are you there' });
    await heardWords(events, 'Are you there');
    await post(`/calls/${id}/hang-up`);
    await events.next('ended');
    await atOfficer.next('ended');
  });
});

describe('what the phone refuses', () => {
  it.each([
    ['/calls', { from: caller }, 400],
    ['/calls', { from: caller, to: '+12025550188' }, 404],
    [`/calls/CA${'0'.repeat(32)}/keys`, { keys: '1' }, 404],
    [`/calls/CA${'0'.repeat(32)}/keys`, { keys: 'x' }, 400],
    [`/calls/CA${'0'.repeat(32)}/hang-up`, undefined, 404],
  ])('%s with %j: %i', async (path, body, status) => {
    expect((await post(path, body)).status).toBe(status);
  });

  it('strangers: another host’s name, and a page of another site', async () => {
    const statusWith = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        const outgoing = request(`${bench.url}/phone/ringing?number=1`, { headers }, (incoming) => {
          resolve(incoming.statusCode ?? 0);
          outgoing.destroy();
        });
        outgoing.on('error', reject);
        outgoing.end();
      });
    expect(await statusWith({ host: 'evil.example' })).toBe(403);
    expect(await statusWith({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await statusWith({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  });

  it('other origins: no answer allows them', async () => {
    const response = await fetch(`${bench.url}/phone/calls`, {
      method: 'OPTIONS',
      headers: { origin: 'https://example.org', 'access-control-request-method': 'POST' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
