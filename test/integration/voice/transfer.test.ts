import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readFlows } from '../../../src/app/flow-files.ts';
import { caller, line, startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { actionOf, newCallSid, telephoneOf } from '../../support/telephone.ts';

const callCentre = '+12025550111';
const flowFolders = await readFlows('test/support/flows');

const spoken = (report: { heard: readonly { text: string }[] }) =>
  report.heard.map(({ text }) => text).join('\n');

describe('a caller who asks for a person, where the line names a call centre', () => {
  let hotline: Hotline;
  beforeAll(async () => {
    hotline = await startHotline({ flowFolders, callCentre, worker: false });
  });
  afterAll(() => hotline.stop());
  beforeEach(() => hotline.emulator.callees.clear());

  it('is connected under the line’s own number, and led on after the talk', async () => {
    hotline.emulator.callees.set(callCentre, {
      kind: 'answers',
      script: [{ talks: 40 }, { hangUp: true }],
    });
    const report = await hotline.call([{ press: '0' }, { talks: 60 }]);
    expect(report).toMatchObject({ warnings: [], endedBy: 'app' });
    expect(report.bridges).toMatchObject([{ number: callCentre }]);
    expect(hotline.emulator.report(report.dialled[0] ?? '')).toMatchObject({ from: line, to: callCentre });
    expect(spoken(report)).toContain('We connect you with a person.');
    expect(spoken(report)).toContain('Goodbye.');
  });

  it.each([{ kind: 'busy' }, { kind: 'noAnswer' }] as const)(
    'goes on with the flow where the call centre is $kind',
    async (callee) => {
      hotline.emulator.callees.set(callCentre, callee);
      const report = await hotline.call([{ press: '0' }, { hears: 'Nobody is free.', hangUp: true }]);
      expect(report).toMatchObject({ warnings: [], missed: [], endedBy: 'caller' });
    },
  );

  it('may hang up during the talk: what became of it is on the timeline, before the end', async () => {
    hotline.emulator.callees.set(callCentre, { kind: 'answers', script: [{ talks: 500 }] });
    const report = await hotline.call([{ press: '0' }, { talks: 20 }, { hangUp: true }]);
    expect(report.warnings).toEqual([]);
    const [call] = await rowsOf<{ status: string; end_reason: string }>(
      hotline.database.url,
      `select status, end_reason from calls where provider_sid = '${report.sid}'`,
    );
    expect(call).toMatchObject({ status: 'ended' });
  });

  it('is not connected once more by a repeat, nor by the return from a hold', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    const { body } = await phone.dial(sid);
    const dialled = await phone.press(sid, body, '0');
    expect(dialled.body).toContain(`callerId="${line}"`);
    const over = { ...phone.standard(sid), DialCallStatus: 'completed', DialBridged: 'true' };
    const talked = await phone.post(actionOf(dialled.body), over);
    expect(talked.body).toContain('Goodbye.');
    expect((await phone.post(actionOf(dialled.body), over)).body).toBe(talked.body);
    const held = actionOf(dialled.body).replace('by=transfer', 'by=talked');
    expect((await phone.post(held, phone.standard(sid))).body).toBe(talked.body);
  });

  it('takes an answer that never reached the caller for none', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    const { body } = await phone.dial(sid);
    const dialled = await phone.press(sid, body, '0');
    const answer = await phone.post(actionOf(dialled.body), {
      ...phone.standard(sid),
      DialCallStatus: 'completed',
      DialBridged: 'false',
    });
    expect(answer.body).toContain('Nobody is free.');
  });

  it('may say so instead of pressing a key', async () => {
    const phone = telephoneOf(hotline);
    const sid = newCallSid();
    const { body } = await phone.dial(sid);
    expect(body).toContain('input="dtmf speech"');
    const answer = await phone.post(actionOf(body), {
      ...phone.standard(sid),
      SpeechResult: 'Custody, please.',
      Confidence: '0.91',
    });
    expect(answer.body).toContain('An officer can tell you.');
    expect(JSON.stringify(hotline.log.lines)).not.toContain('Custody, please');
  });
});

describe('a line without a call centre', () => {
  let hotline: Hotline;
  beforeAll(async () => {
    hotline = await startHotline({ flowFolders, worker: false });
  });
  afterAll(() => hotline.stop());

  it('says so at once, and rings nobody', async () => {
    const report = await hotline.call([{ press: '0' }, { hears: 'We cannot do that now.', hangUp: true }]);
    expect(report).toMatchObject({ missed: [], dialled: [], from: caller });
    expect(spoken(report)).not.toContain('We connect you');
  });
});
