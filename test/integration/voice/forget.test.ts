import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFlows } from '../../../src/app/flow-files.ts';
import type { CallerAction } from '../../../src/emulator/index.ts';
import { createTwilioTelephony } from '../../../src/platform/telephony/twilio-client.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { countRows, rowsOf } from '../../support/rows.ts';
import { telephoneOf } from '../../support/telephone.ts';

let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline({ flowFolders: await readFlows('test/support/flows') });
});
afterAll(() => hotline.stop());

const rows = <T extends object>(statement: string) => rowsOf<T>(hotline.database.url, statement);
const one = async <T extends object>(statement: string) => (await rows<T>(statement))[0];

const callOf = (sid: string) =>
  one(`select disposition, status, case_id as "caseId", case_key_id as "caseKeyId", caller_number_sealed as number
         from calls where provider_sid = '${sid}'`);
const countOf = async (table: 'cases' | 'callbacks' | 'recordings', sid: string) =>
  (await rows(`select 1 from ${table} t join calls c on c.id = t.call_id where provider_sid = '${sid}'`))
    .length;

/** The number that the caller is ringing from is taken, which opens a case; then back to the menu. */
const tellsNumber: CallerAction[] = [{ press: '1' }, { press: '1' }, { press: '0' }];
const hangsUp: CallerAction[] = [{ hears: 'Please call another number.', hangUp: true }];

describe('a call that turns out to be about something else', () => {
  it('leaves a count, and neither number nor case nor words of before', async () => {
    const before = await countRows(hotline.database.url);
    const report = await hotline.call([...tellsNumber, { press: '2' }, ...hangsUp]);
    expect(report).toMatchObject({ missed: [], warnings: [] });

    expect(await callOf(report.sid)).toMatchObject({
      disposition: 'off_topic',
      caseId: null,
      caseKeyId: null,
      number: null,
    });
    const after = await countRows(hotline.database.url);
    // The call's own key is left; that of the case went with it.
    expect(after).toMatchObject({
      calls: (before['calls'] ?? 0) + 1,
      cases: before['cases'],
      data_keys: (before['data_keys'] ?? 0) + 1,
    });
    const turns = await rows<{ turn: number; blank: boolean; events: { kind: string }[] }>(
      `select t.turn, turn_sealed is null as blank, events from call_turns t join calls c on c.id = call_id
        where provider_sid = '${report.sid}' order by t.turn`,
    );
    expect(turns.map(({ blank }) => blank)).toEqual([true, true, true, true, false, false]);
    // What happened stays, in codes.
    expect(turns.flatMap(({ events }) => events.map(({ kind }) => kind))).toContain('answered');
  });

  it('is counted by its disposition, in a metric without ids', async () => {
    await hotline.call([{ press: '3' }, ...hangsUp]);
    await hotline.worker.settle();
    const metrics = await (await fetch(`${hotline.api.url}/metrics`)).text();
    expect(metrics).toContain('hotline_forgotten_calls_total{disposition="off_topic"} 1');
    expect(metrics).toContain('hotline_forgotten_calls_total{disposition="minor"} 1');
  });

  it('answers a late repeat of a forgotten turn with the current words', async () => {
    const report = await hotline.call([...tellsNumber, { press: '2' }, { press: '4' }, { hangUp: true }]);
    const asked = report.requests.filter(({ kind }) => kind === 'voice' || kind === 'action');
    const forgotten = asked.slice(0, 4);
    for (const request of forgotten) {
      const { status, body } = await hotline.emulator.replay(request);
      expect(status).toBe(200);
      expect(body).toContain('<Hangup/>');
    }
    expect(await callOf(report.sid)).toMatchObject({ number: null, disposition: 'off_topic' });
  });

  it('may still ask for a callback: the number is asked for, since the one of the call is forgotten', async () => {
    const report = await hotline.call([
      ...tellsNumber,
      { press: '2' },
      { press: '1' },
      { hears: 'Enter your number.', press: '2025550188#' },
      { press: '1' },
      { press: '4711' },
      { hears: 'will call you on', hangUp: true },
    ]);
    expect(report).toMatchObject({ missed: [], warnings: [] });
    expect(await countOf('cases', report.sid)).toBe(1);
    expect(await countOf('callbacks', report.sid)).toBe(1);
    expect(await callOf(report.sid)).toMatchObject({ number: null, caseId: expect.any(String) });
  });

  it('stands where a callback is promised: nothing is erased', async () => {
    const report = await hotline.call([
      { press: '1' },
      { press: '1' },
      { press: '1' },
      { press: '4711' },
      { hears: 'will call you on', press: '2' },
      ...hangsUp,
    ]);
    expect(report).toMatchObject({ missed: [], warnings: [] });
    expect(await countOf('callbacks', report.sid)).toBe(1);
    expect(await callOf(report.sid)).toMatchObject({ disposition: null, number: expect.any(Buffer) });
  });
});

describe('a recording of such a call', () => {
  const provider = () => createTwilioTelephony(hotline.config.twilio);
  const recordingOf = (sid: string) =>
    one<{ status: string; seconds: number | null; sid: string }>(
      `select r.status, r.seconds, r.provider_sid as sid from recordings r join calls c on c.id = r.call_id
        where c.provider_sid = '${sid}'`,
    );

  /** The worker may have been there already. */
  const toBeErased = { status: expect.stringMatching(/^eras(ing|ed)$/), seconds: null };

  it('is deleted by the provider, once, and stays so', async () => {
    const report = await hotline.call([
      { press: '5' },
      { record: 6 },
      { press: '#' },
      { press: '2' },
      ...hangsUp,
    ]);
    const recording = await recordingOf(report.sid);
    expect(recording).toMatchObject(toBeErased);
    expect(report.recordings).toEqual([recording?.sid]);

    await hotline.worker.settle();
    await hotline.worker.settle();
    expect(await recordingOf(report.sid)).toMatchObject({ status: 'erased' });
    expect(await provider().fetchRecording(recording?.sid ?? '')).toEqual({ kind: 'missing' });

    const told = report.requests.filter(({ kind }) => kind === 'recording-status');
    expect(told.length).toBeGreaterThan(0);
    for (const request of told) expect((await hotline.emulator.replay(request)).status).toBe(204);
    expect(await recordingOf(report.sid)).toMatchObject({ status: 'erased', seconds: null });
  });

  it('is erased too when it comes to light after the call was forgotten', async () => {
    const report = await hotline.call([{ press: '2' }, ...hangsUp]);
    const late = `RE${report.sid.slice(2)}`;
    await hotline.emulator.idle();
    await telephoneOf(hotline).post('/twilio/voice/recording', {
      AccountSid: hotline.config.twilio.accountSid,
      CallSid: report.sid,
      RecordingSid: late,
      RecordingStatus: 'completed',
      RecordingDuration: '9',
    });
    expect(await recordingOf(report.sid)).toMatchObject(toBeErased);
    await hotline.worker.settle();
    expect(await recordingOf(report.sid)).toMatchObject({ status: 'erased' });
  });
});
