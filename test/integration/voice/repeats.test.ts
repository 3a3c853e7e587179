import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { countRows } from '../../support/rows.ts';
import { signedIn, type Page } from '../../support/staff-client.ts';
import { actionOf, newCallSid, telephoneOf } from '../../support/telephone.ts';

/** What a whole call leaves, once and for all. */
const oneCall = { calls: 1, cases: 1, callbacks: 1 };

describe.each([
  ['one after the other', 'sequential'],
  ['at the same moment', 'concurrent'],
] as const)('every webhook of a call sent twice, %s', (_, duplicate) => {
  let hotline: Hotline;
  beforeAll(async () => {
    hotline = await startHotline({ faults: () => ({ duplicate }) });
  });
  afterAll(() => hotline.stop());

  it('gets the same answer and changes nothing twice, and so after the call', async () => {
    const report = await hotline.call([
      ...details('own_words', { own_words: '1' }),
      { record: 5 },
      { silence: true },
    ]);
    expect(report).toMatchObject({ missed: [], warnings: [], endedBy: 'app' });
    expect(await countRows(hotline.database.url)).toMatchObject({ ...oneCall, recordings: 1, outbox: 1 });

    const first = report.requests.filter((request) => request.copy === 0);
    const copies = report.requests.filter((request) => request.copy === 1);
    expect(copies).toHaveLength(first.length);
    for (const copy of copies) {
      const original = first.find((request) => request.body === copy.body && request.url === copy.url);
      expect(copy.response).toEqual(original?.response);
    }

    for (const request of first) {
      const { status, body } = await hotline.emulator.replay(request);
      expect({ status, body }).toEqual({ status: request.response?.status, body: request.response?.body });
    }
    expect(await countRows(hotline.database.url)).toMatchObject({ ...oneCall, recordings: 1, outbox: 1 });
  });
});

describe('webhooks out of order', () => {
  let hotline: Hotline;
  beforeAll(async () => {
    hotline = await startHotline();
  });
  afterAll(() => hotline.stop());

  it('answers a turn that no call has reached with the current words', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    const first = await phone.dial(sid);
    const ahead = await phone.post('/twilio/voice/turn?turn=99', { ...phone.standard(sid), Digits: '1' });
    const garbled = await phone.post('/twilio/voice/turn?turn=%00&by=nobody', {
      ...phone.standard(sid),
      Digits: '1',
    });
    expect(ahead.body).toBe(first.body);
    expect(garbled.body).toBe(first.body);
  });

  it('takes two different keys for one turn as the first and its repeat', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    const { body } = await phone.dial(sid);
    const english = await phone.press(sid, body, '1');
    const late = await phone.press(sid, body, '2');
    expect(english.body).toContain('victims');
    expect(late.body).toBe(english.body);
  });

  it('lets a key that comes after the end of the call change nothing', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    const { body } = await phone.dial(sid);
    await phone.hangUp(sid);
    const before = await countRows(hotline.database.url);
    const answer = await phone.press(sid, body, '1');
    expect(answer.body).toContain('<Hangup/>');
    expect(await countRows(hotline.database.url)).toEqual(before);
  });

  it('answers the end of a call that it never met without a trace of it', async () => {
    const before = await countRows(hotline.database.url);
    const answer = await telephoneOf(hotline).hangUp(newCallSid());
    expect(answer.status).toBe(204);
    expect(await countRows(hotline.database.url)).toEqual(before);
  });

  it('survives the end coming before the recording', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    let { body } = await phone.dial(sid);
    for (const action of details('own_words', { own_words: '1' })) {
      if ('press' in action) ({ body } = await phone.press(sid, body, action.press));
    }
    expect(body).toContain('<Record');
    await phone.hangUp(sid);
    const recordingSid = `RE${sid.slice(2)}`;
    const late = await phone.post(actionOf(body), {
      ...phone.standard(sid),
      CallStatus: 'completed',
      Digits: 'hangup',
      RecordingSid: recordingSid,
      RecordingUrl: 'https://api.twilio.com/x',
      RecordingDuration: '7',
    });
    expect(late.status).toBe(200);
    expect(await countRows(hotline.database.url)).toMatchObject({ recordings: 1, callbacks: 1 });
    const officer = await signedIn(hotline);
    const [latest] = (await officer.get<Page<{ id: string }>>('/api/cases?limit=1')).body.items;
    const found = await officer.get<{ recordings: object[] }>(`/api/cases/${latest?.id}`);
    expect(found.body.recordings).toMatchObject([{ status: 'announced', seconds: 7 }]);
  });
});
