import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyComplaints } from './openapi-schema.ts';
import { accountSid, apiKey, authToken, caller, line, startBench, type Bench } from './scripted-app.ts';

let bench: Bench;
let client: twilio.Twilio;
beforeEach(async () => {
  bench = await startBench({ secondaryAuthToken: 'the-secondary-token' });
  client = sdk(apiKey.sid, apiKey.secret);
  bench.app.on('/voice', '<Record action="/done"/>');
  bench.app.on('/done', '<Hangup/>');
});
afterEach(() => bench.close());

/** The real SDK, pointed at the emulator. */
function sdk(user: string, password: string): twilio.Twilio {
  const made = twilio(user, password, { accountSid });
  made.api.baseUrl = bench.url;
  return made;
}

/** The bare answer, for the shape of it. */
async function rest(
  path: string,
  fields?: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${bench.url}/2010-04-01/Accounts/${accountSid}${path}`, {
    method: fields === undefined ? 'GET' : 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    ...(fields !== undefined && { body: new URLSearchParams(fields) }),
  });
  return { status: response.status, body: await response.json() };
}

const order = { to: '+12025550111', from: line };

describe('access (twilio.md 10.1)', () => {
  it('is by account SID with either token, or by an API key', async () => {
    for (const [user, password] of [
      [accountSid, authToken],
      [accountSid, 'the-secondary-token'],
      [apiKey.sid, apiKey.secret],
    ] as const) {
      expect(await sdk(user, password).calls.list()).toEqual([]);
    }
  });

  it('is refused otherwise, with Twilio’s 401', async () => {
    await expect(sdk(accountSid, 'wrong').calls.list()).rejects.toMatchObject({
      status: 401,
      code: 20003,
      message: 'Authenticate',
    });
    const response = await fetch(`${bench.url}/2010-04-01/Accounts/${accountSid}/Calls.json`);
    expect(await response.json()).toEqual({
      code: 20003,
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    });
  });

  it('answers 404, code 20404, for what is not there', async () => {
    await expect(client.calls(`CA${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
    await expect(client.recordings(`RE${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
    expect(await rest('/Faxes.json')).toMatchObject({ status: 404, body: { code: 20404 } });
  });

  it('fails on demand, and can lose its answer after the work is done', async () => {
    bench.emulator.failRest('tooManyRequests');
    await expect(client.calls.list()).rejects.toMatchObject({ status: 429, code: 20429 });
    bench.emulator.failRest('unavailable', 2);
    await expect(client.calls.list()).rejects.toMatchObject({ status: 503 });
    await expect(client.calls.list()).rejects.toMatchObject({ status: 503 });
    bench.emulator.failRest('lostAnswer');
    await expect(client.calls.create({ ...order, url: `${bench.app.url}/voice` })).rejects.not.toHaveProperty(
      'status',
    );
    expect(await client.calls.list()).toHaveLength(1);
  });
});

describe('every body holds to Twilio’s OpenAPI description', () => {
  it('calls', async () => {
    const created = await rest('/Calls.json', { To: order.to, From: order.from, Twiml: '<Response/>' });
    expect(created.status).toBe(201);
    expect(bodyComplaints('post', '/Accounts/{AccountSid}/Calls.json', 201, created.body)).toEqual([]);
    await bench.emulator.idle();
    const { sid } = await bench.call();
    const fetched = await rest(`/Calls/${sid}.json`);
    expect(bodyComplaints('get', '/Accounts/{AccountSid}/Calls/{Sid}.json', 200, fetched.body)).toEqual([]);
    const listed = await rest('/Calls.json?PageSize=1');
    expect(bodyComplaints('get', '/Accounts/{AccountSid}/Calls.json', 200, listed.body)).toEqual([]);
  });

  it('recordings', async () => {
    const { sid, recordings } = await bench.call({ record: 3 });
    const fetched = await rest(`/Recordings/${String(recordings[0])}.json`);
    expect(bodyComplaints('get', '/Accounts/{AccountSid}/Recordings/{Sid}.json', 200, fetched.body)).toEqual(
      [],
    );
    const listed = await rest('/Recordings.json');
    expect(bodyComplaints('get', '/Accounts/{AccountSid}/Recordings.json', 200, listed.body)).toEqual([]);
    const ofCall = await rest(`/Calls/${sid}/Recordings.json`);
    expect(
      bodyComplaints('get', '/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json', 200, ofCall.body),
    ).toEqual([]);
  });

  it('numbers', async () => {
    const listed = await rest('/IncomingPhoneNumbers.json');
    expect(
      bodyComplaints('get', '/Accounts/{AccountSid}/IncomingPhoneNumbers.json', 200, listed.body),
    ).toEqual([]);
    const [number] = await client.incomingPhoneNumbers.list();
    const updated = await rest(`/IncomingPhoneNumbers/${String(number?.sid)}.json`, {
      VoiceUrl: `${bench.app.url}/other`,
    });
    expect(
      bodyComplaints('post', '/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json', 200, updated.body),
    ).toEqual([]);
  });
});

describe('calls', () => {
  it('show an ended call with its times and duration, through the SDK', async () => {
    const { sid } = await bench.call({ record: 3 });
    const call = await client.calls(sid).fetch();
    expect(call).toMatchObject({
      status: 'completed',
      direction: 'inbound',
      from: caller,
      fromFormatted: '(202) 555-0123',
      to: line,
      parentCallSid: null,
    });
    expect(call.duration).toBe('9');
    expect(call.endTime.getTime() - call.startTime.getTime()).toBe(9000);
  });

  it('list newest first, page by page, filtered', async () => {
    const sids: string[] = [];
    for (let count = 0; count < 5; count += 1) sids.unshift((await bench.call({ hangUp: true })).sid);
    expect((await client.calls.list({ pageSize: 2 })).map(({ sid }) => sid)).toEqual(sids);
    expect((await client.calls.list({ limit: 2 })).map(({ sid }) => sid)).toEqual(sids.slice(0, 2));
    const page = await client.calls.page({ pageSize: 2, from: caller });
    expect(page.nextPageUrl).toMatch(/From=%2B12025550123&PageSize=2&Page=1&PageToken=PACA/);
    expect((await page.nextPage())?.instances.map(({ sid }) => sid)).toEqual(sids.slice(2, 4));
    expect(await client.calls.list({ to: '+12025550199' })).toEqual([]);
    expect(await client.calls.list({ status: 'completed' })).toEqual([]);
    expect(await client.calls.list({ status: 'no-answer' })).toHaveLength(5);
    const hour = 3_600_000;
    const [{ dateCreated } = { dateCreated: new Date(0) }] = await client.calls.list({ limit: 1 });
    expect(await client.calls.list({ startTimeAfter: new Date(dateCreated.getTime() - hour) })).toHaveLength(
      5,
    );
    expect(await client.calls.list({ startTimeAfter: new Date(dateCreated.getTime() + hour) })).toEqual([]);
    expect(await client.calls.list({ startTimeBefore: new Date(dateCreated.getTime() - hour) })).toEqual([]);
  });

  it('are deleted once they have ended', async () => {
    const { sid } = await bench.call();
    expect(await client.calls(sid).remove()).toBe(true);
    await expect(client.calls(sid).fetch()).rejects.toMatchObject({ status: 404 });
  });

  it.each([
    [{ To: '', From: line }, 21201],
    [{ To: '+12025550111', From: '' }, 21213],
    [{ To: '555', From: line, Twiml: '<Response/>' }, 21211],
    [{ To: line, From: line, Twiml: '<Response/>' }, 21211],
    [{ To: '+12025550111', From: 'me', Twiml: '<Response/>' }, 21212],
    [{ To: '+12025550111', From: '+12025550199', Twiml: '<Response/>' }, 21210],
    [{ To: '+12025550111', From: line }, 21205],
    [{ To: '+12025550111', From: line, Url: '/relative' }, 21205],
    [{ To: '+12025550111', From: line, Twiml: '<Response>' }, 12100],
    [{ To: '+12025550111', From: line, Twiml: '<Response/>', Timeout: '601' }, 20001],
    [{ To: '+12025550111', From: line, Twiml: '<Response/>', StatusCallbackEvent: 'hum' }, 21626],
  ])('are refused at %j with code %i', async (fields, code) => {
    expect(await rest('/Calls.json', fields)).toMatchObject({ status: 400, body: { code, status: 400 } });
  });

  it('that have ended cannot be changed: 21220', async () => {
    const { sid } = await bench.call();
    await expect(client.calls(sid).update({ status: 'completed' })).rejects.toMatchObject({
      status: 400,
      code: 21220,
      message: 'Call is not in-progress. Cannot redirect.',
    });
  });
});

describe('recordings', () => {
  it('serve a valid WAV under RecordingUrl, with and without extension, and no more once deleted', async () => {
    const { recordings } = await bench.call({ record: 3 });
    const [sid = ''] = recordings;
    const mediaUrl = bench.app.at('/done')[0]?.params['RecordingUrl'] ?? '';
    for (const url of [mediaUrl, `${mediaUrl}.wav`]) {
      const media = await fetch(url);
      const bytes = Buffer.from(await media.arrayBuffer());
      expect(media.headers.get('content-type')).toBe('audio/x-wav');
      expect(bytes.subarray(0, 4).toString() + bytes.subarray(8, 16).toString()).toBe('RIFFWAVEfmt ');
      expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
      expect(bytes.readUInt32LE(40)).toBe(3 * 8000);
    }
    expect(await client.recordings(sid).fetch()).toMatchObject({
      duration: '3',
      source: 'RecordVerb',
      channels: 1,
    });
    expect(await client.recordings(sid).remove()).toBe(true);
    expect((await fetch(mediaUrl)).status).toBe(404);
    expect(await client.recordings.list()).toEqual([]);
    expect(await client.recordings.list({ includeSoftDeleted: true })).toHaveLength(1);
  });

  it('ask for sign-in where the account says so', async () => {
    const strict = await startBench({ mediaNeedsSignIn: true });
    strict.app.on('/voice', '<Record action="/done"/>');
    strict.app.on('/done', '<Hangup/>');
    await strict.call({ record: 1 });
    const mediaUrl = strict.app.at('/done')[0]?.params['RecordingUrl'] ?? '';
    const authorization = `Basic ${Buffer.from(`${apiKey.sid}:${apiKey.secret}`).toString('base64')}`;
    expect((await fetch(mediaUrl)).status).toBe(401);
    expect((await fetch(mediaUrl, { headers: { authorization } })).status).toBe(200);
    await strict.close();
  });
});

describe('numbers', () => {
  it('take new URLs, which answer the next call', async () => {
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: line });
    expect(number).toMatchObject({
      phoneNumber: line,
      voiceUrl: `${bench.app.url}/voice`,
      statusCallback: null,
    });
    await client.incomingPhoneNumbers(String(number?.sid)).update({
      voiceUrl: `${bench.app.url}/other`,
      voiceMethod: 'GET',
      voiceFallbackUrl: `${bench.app.url}/fallback`,
      statusCallback: `${bench.app.url}/status`,
    });
    bench.app.on('/other', '<Hangup/>');
    bench.app.on('/status', { status: 204, type: null });
    await bench.call();
    expect(bench.app.received.map(({ method, target }) => `${method} ${target.split('?')[0]}`)).toEqual([
      'GET /other',
      'POST /status',
    ]);
  });
});
