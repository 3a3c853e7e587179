import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAppError } from '../../../src/kernel/errors.ts';
import { createTwilioTelephony } from '../../../src/platform/telephony/twilio-client.ts';

const account = `AC${'0'.repeat(31)}1`;
const callSid = `CA${'0'.repeat(31)}1`;
const recordingSid = `RE${'0'.repeat(31)}1`;
const [officer, line] = ['+12025550123', '+18005550199'];
const start = {
  to: officer,
  from: line,
  answerUrl: 'https://hotline.example.org/twilio/answer',
  statusUrl: 'https://hotline.example.org/twilio/status?attempt=1',
  ringSeconds: 25,
  longestSeconds: 1800,
};

interface Received {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

describe('the Twilio adapter, through the real SDK', () => {
  let server: Server;
  let received: Received[];
  /** What the provider answers next; null cuts the connection after the request was read. */
  let answer: { readonly status: number; readonly body?: object } | null;

  beforeEach(async () => {
    received = [];
    vi.stubEnv('TWILIO_REGION', 'ie1');
    vi.stubEnv('TWILIO_EDGE', 'dublin');
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        received.push({
          method: request.method ?? '',
          path: request.url ?? '',
          authorization: request.headers.authorization,
          form: new URLSearchParams(body),
        });
        if (answer === null) return void request.socket.destroy();
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });

  const telephony = (keys: { apiKey?: string; apiSecret?: string } = {}) =>
    createTwilioTelephony({
      accountSid: account,
      authToken: 'the-auth-token-of-the-account',
      apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ...keys,
    });

  const refusal = (status: number, code: number) => ({
    status,
    body: { code, status, message: `The number ${officer} is not valid`, more_info: '' },
  });

  it('places a call once, with the API key where there is one, whatever region the environment names', async () => {
    answer = { status: 201, body: callBody({ status: 'queued' }) };
    const keys = { apiKey: `SK${'0'.repeat(32)}`, apiSecret: 'the-secret-of-the-key' };
    expect(await telephony(keys).startCall(start)).toEqual({ kind: 'started', callSid });
    expect(received).toHaveLength(1);
    const [request] = received;
    expect(request?.path).toBe(`/2010-04-01/Accounts/${account}/Calls.json`);
    expect(request?.authorization).toBe(`Basic ${btoa(`${keys.apiKey}:${keys.apiSecret}`)}`);
    const sent = [...(request?.form ?? [])].map(([name, value]) => `${name}=${value}`);
    expect(sent.toSorted()).toEqual([
      `From=${line}`,
      `StatusCallback=${start.statusUrl}`,
      'StatusCallbackEvent=answered',
      'StatusCallbackEvent=completed',
      'StatusCallbackEvent=initiated',
      'StatusCallbackEvent=ringing',
      'TimeLimit=1800',
      'Timeout=25',
      `To=${officer}`,
      `Url=${start.answerUrl}`,
    ]);
  });

  it('uses the Auth Token where there is no key', async () => {
    answer = { status: 201, body: callBody({ status: 'queued' }) };
    await telephony().startCall(start);
    expect(received[0]?.authorization).toBe(`Basic ${btoa(`${account}:the-auth-token-of-the-account`)}`);
  });

  it('tells a call that is refused from one that may ring', async () => {
    answer = refusal(400, 21211);
    expect(await telephony().startCall(start)).toEqual({ kind: 'refused', providerCode: 21211 });
    answer = { status: 500, body: {} };
    expect(await telephony().startCall(start)).toEqual({ kind: 'unknown' });
    answer = null;
    expect(await telephony().startCall(start)).toEqual({ kind: 'unknown' });
  });

  it('tells a call that was surely not placed', async () => {
    const nobodyThere = createTwilioTelephony({
      accountSid: account,
      authToken: 'the-auth-token-of-the-account',
      apiUrl: 'http://127.0.0.1:1',
    });
    expect(await nobodyThere.startCall(start)).toEqual({ kind: 'not_placed' });
  });

  it('never repeats a request whose answer was lost', async () => {
    answer = null;
    await telephony().startCall(start);
    expect(received).toHaveLength(1);
  });

  it('reads a call, and says when there is none', async () => {
    answer = { status: 200, body: callBody({ status: 'completed', duration: '42' }) };
    expect(await telephony().fetchCall(callSid)).toEqual({
      kind: 'found',
      call: {
        callSid,
        status: 'completed',
        createdAt: null,
        startedAt: new Date('2026-01-15T10:00:00Z'),
        seconds: 42,
      },
    });
    answer = refusal(404, 20404);
    expect(await telephony().fetchCall(callSid)).toEqual({ kind: 'missing' });
  });

  it('finds calls by both numbers and a time, those that wait to be placed too, and returns neither number', async () => {
    const startedAfter = new Date('2026-01-15T09:00:00.700Z');
    const created = (at: string) => ({ date_created: `Thu, 15 Jan 2026 ${at} +0000`, start_time: null });
    const other = `CA${'0'.repeat(31)}2`;
    answer = {
      status: 200,
      body: {
        calls: [
          callBody({ status: 'queued', ...created('09:00:00') }),
          callBody({ sid: other, status: 'queued', ...created('08:59:59') }),
        ],
        ...onePage,
      },
    };
    const call = { callSid, status: 'queued', startedAt: null, seconds: null };
    expect(await telephony().listCalls({ to: officer, from: line, startedAfter })).toEqual({
      calls: [{ ...call, createdAt: new Date('2026-01-15T09:00:00Z') }],
      truncated: false,
    });
    const [waiting, started] = received.map(({ path }) => new URL(path, 'http://host').searchParams);
    for (const query of [waiting, started]) {
      expect(query?.get('To')).toBe(officer);
      expect(query?.get('From')).toBe(line);
    }
    expect(waiting?.get('Status')).toBe('queued');
    expect(waiting?.has('StartTime>')).toBe(false);
    expect(started?.has('Status')).toBe(false);
    expect(started?.get('StartTime>')).toBe('2026-01-15T09:00:00Z');
  });

  it('follows the pages of a list to its bound, says when there is more, and leaves out what a document connected', async () => {
    const sid = (n: number) => `CA${n.toString(16).padStart(32, '0')}`;
    const calls = Array.from({ length: 1000 }, (_, n) =>
      callBody({ sid: sid(n), direction: n === 0 ? 'outbound-dial' : 'outbound-api' }),
    );
    answer = { status: 200, body: { calls, ...onePage, next_page_uri: '/2010-04-01/next' } };
    const list = await telephony().listCalls({
      from: line,
      startedAfter: new Date('2026-01-15T09:00:00Z'),
    });
    expect({ length: list.calls.length, truncated: list.truncated }).toEqual({
      length: 999,
      truncated: true,
    });
    const asked = received.map(({ path }) => new URL(path, 'http://host'));
    expect(asked).toHaveLength(12);
    expect(asked.filter(({ searchParams }) => searchParams.has('To'))).toEqual([]);
    expect(asked[1]?.pathname).toBe('/2010-04-01/next');
  });

  it('hangs up, and takes an ended call as ended', async () => {
    answer = { status: 200, body: callBody({ status: 'completed' }) };
    expect(await telephony().endCall(callSid)).toEqual({ kind: 'ended' });
    answer = refusal(400, 21220);
    expect(await telephony().endCall(callSid)).toEqual({ kind: 'already_ended' });
    answer = refusal(404, 20404);
    expect(await telephony().endCall(callSid)).toEqual({ kind: 'missing' });
  });

  it('leads a call elsewhere, and takes an ended call as ended', async () => {
    const url = 'https://hotline.example.org/twilio/dial/notice?leg=1';
    answer = { status: 200, body: callBody({ status: 'in-progress' }) };
    expect(await telephony().redirectCall(callSid, url)).toEqual({ kind: 'redirected' });
    expect([...(received[0]?.form ?? [])]).toEqual([['Url', url]]);
    answer = refusal(400, 21220);
    expect(await telephony().redirectCall(callSid, url)).toEqual({ kind: 'already_ended' });
    answer = refusal(404, 20404);
    expect(await telephony().redirectCall(callSid, url)).toEqual({ kind: 'missing' });
  });

  it('has the provider listen who answers, where it is asked to', async () => {
    answer = { status: 201, body: callBody({ status: 'queued' }) };
    await telephony().startCall({ ...start, machineDetection: 'DetectMessageEnd' });
    expect(received[0]?.form.get('MachineDetection')).toBe('DetectMessageEnd');
    expect(received[0]?.form.get('MachineDetectionTimeout')).toBe('45');
    expect(received[0]?.form.get('AsyncAmd')).toBeNull();
  });

  it('reads and deletes recordings', async () => {
    answer = {
      status: 200,
      body: { sid: recordingSid, call_sid: callSid, status: 'completed', duration: '7' },
    };
    expect(await telephony().fetchRecording(recordingSid)).toEqual({
      kind: 'found',
      recording: { recordingSid, callSid, status: 'completed', seconds: 7 },
    });
    answer = { status: 204 };
    expect(await telephony().deleteRecording(recordingSid)).toEqual({ kind: 'deleted' });
    answer = refusal(404, 20404);
    expect(await telephony().deleteRecording(recordingSid)).toEqual({ kind: 'missing' });
  });

  it.each([
    [401, 20003, 'twilio.rest_refused'],
    [400, 21205, 'twilio.rest_refused'],
    [503, 20503, 'twilio.rest_unavailable'],
  ])('throws a coded error without the number in it: %i', async (status, code, expected) => {
    answer = refusal(status, code);
    const thrown = await telephony()
      .listCalls({ to: officer, from: line, startedAfter: new Date('2026-01-15T09:00:00Z') })
      .catch((error: unknown) => error);
    expect(isAppError(thrown) && thrown.code).toBe(expected);
    expect(String((thrown as Error).stack) + JSON.stringify(thrown)).not.toContain('5550');
    expect((thrown as Error).cause).toBeUndefined();
  });
});

function callBody(changes: object): object {
  return {
    sid: callSid,
    account_sid: account,
    to: officer,
    from: line,
    start_time: 'Thu, 15 Jan 2026 10:00:00 +0000',
    end_time: null,
    duration: null,
    date_created: null,
    date_updated: null,
    ...changes,
  };
}

const onePage = {
  page: 0,
  page_size: 100,
  start: 0,
  end: 0,
  uri: '/',
  first_page_uri: '/',
  next_page_uri: null,
};
