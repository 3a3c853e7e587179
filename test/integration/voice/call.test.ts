import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallerAction } from '../../../src/emulator/index.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline();
});
afterAll(() => hotline.stop());

interface CaseRow {
  id: string;
  status: string;
  office_id: string;
  caller_role: string | null;
}
const casesOf = (sid: string) =>
  rowsOf<CaseRow>(
    hotline.database.url,
    `select k.id, k.status, k.office_id, k.caller_role from cases k join calls c on c.id = k.call_id where c.provider_sid = '${sid}'`,
  );
const callbacksOf = (sid: string) =>
  rowsOf<{ office_id: string; state: string; voicemail: string; window_name: string }>(
    hotline.database.url,
    `select b.office_id, b.state, b.voicemail, b.window_name from callbacks b join calls c on c.id = b.call_id where c.provider_sid = '${sid}'`,
  );

describe('a caller who leaves details', () => {
  it('hears a promise that stands as a row, and an officer finds it when its window begins', async () => {
    const report = await hotline.call([
      ...details(),
      { hears: ['Los Angeles office', 'case number', 'PIN', 'Once more'], silence: true },
    ]);
    expect(report).toMatchObject({ missed: [], warnings: [], endedBy: 'app' });
    expect(await casesOf(report.sid)).toMatchObject([
      { status: 'open', office_id: 'LOS', caller_role: 'witness' },
    ]);
    expect(await callbacksOf(report.sid)).toEqual([
      { office_id: 'LOS', state: 'waiting', voicemail: 'none', window_name: 'any' },
    ]);

    const officer = await signedIn(hotline);
    const team = await officer.get<Page<ListedCallback>>('/api/callbacks?view=team');
    const promised = team.body.items.at(-1);
    hotline.clock.set(promised?.window.startsAt ?? '');
    await hotline.worker.settle();
    const ready = await officer.get<Page<ListedCallback>>('/api/callbacks?view=unclaimed');
    expect(ready.body.items.map((item) => item.id)).toContain(promised?.id);
  });

  it('is asked about no one and nothing that the office may not hold: the case has what was told, masked', async () => {
    const officer = await signedIn(hotline);
    const { body } = await officer.get<Page<{ id: string }>>('/api/cases?limit=1');
    const found = await officer.get<{ details: object }>(`/api/cases/${body.items[0]?.id}`);
    expect(found.body.details).toEqual({
      role: 'witness',
      zip: '90012',
      safe_to_call: true,
      number: 'ends in 23',
      ring_if_cut_off: true,
      voicemail: 'none',
      window: 'any',
      zone: 'pacific',
    });
  });

  it('is kept without a callback when it is not safe to ring', async () => {
    const report = await hotline.call([
      ...details('safe_to_call', { safe_to_call: '2' }),
      { hears: ['We will not call you', 'You can call us instead'], press: '2' },
      { hears: 'case number', silence: true },
    ]);
    expect(report).toMatchObject({ missed: [], endedBy: 'app' });
    expect(await casesOf(report.sid)).toMatchObject([{ status: 'open', office_id: 'LOS' }]);
    expect(await callbacksOf(report.sid)).toEqual([]);
  });

  it('goes to the national desk where the ZIP prefix straddles offices', async () => {
    const report = await hotline.call([...details('own_words', { zip: '93210' }), { silence: true }]);
    expect(await callbacksOf(report.sid)).toMatchObject([{ office_id: 'NAT' }]);
  });

  it('goes to the national desk without a ZIP', async () => {
    const report = await hotline.call([...details('own_words', { zip: '#' }), { silence: true }]);
    expect(await callbacksOf(report.sid)).toMatchObject([{ office_id: 'NAT' }]);
  });
});

describe('a caller who leaves before the end', () => {
  it('has no case before the first substantial answer', async () => {
    const report = await hotline.call([...details('speak_freely'), { hears: 'questions', hangUp: true }]);
    expect(await casesOf(report.sid)).toEqual([]);
  });

  it('leaves an incomplete case after it, and no callback', async () => {
    const report = await hotline.call([...details('safe_to_call'), { hears: 'calling from', hangUp: true }]);
    expect(await casesOf(report.sid)).toMatchObject([{ status: 'incomplete', caller_role: 'witness' }]);
    expect(await callbacksOf(report.sid)).toEqual([]);
  });

  it('is promised a callback where both "safe" and "if cut off" were yes', async () => {
    const report = await hotline.call([
      ...details('ring_if_cut_off'),
      { hears: 'short message', hangUp: true },
    ]);
    expect(await callbacksOf(report.sid)).toEqual([
      { office_id: 'LOS', state: 'waiting', voicemail: 'none', window_name: 'any' },
    ]);
  });

  it('is promised the nearest window where the best one was named, and the zone was not', async () => {
    const report = await hotline.call([
      ...details('window', { window: '2' }),
      { hears: 'time zone', hangUp: true },
    ]);
    expect(await callbacksOf(report.sid)).toMatchObject([{ office_id: 'LOS', window_name: 'any' }]);
  });

  it('is not rung back where "if cut off" was no', async () => {
    const report = await hotline.call([
      ...details('ring_if_cut_off', { ring_if_cut_off: '2' }),
      { hears: 'short message', hangUp: true },
    ]);
    expect(await casesOf(report.sid)).toMatchObject([{ status: 'incomplete' }]);
    expect(await callbacksOf(report.sid)).toEqual([]);
  });

  it('keeps the recording that was under way', async () => {
    const report = await hotline.call([
      ...details('own_words', { own_words: '1' }),
      { record: 12 },
      { hangUp: true },
    ]);
    const recordings = await rowsOf<{ status: string; seconds: number }>(
      hotline.database.url,
      `select r.status, r.seconds from recordings r join calls c on c.id = r.call_id where c.provider_sid = '${report.sid}'`,
    );
    expect(recordings).toEqual([{ status: 'completed', seconds: 12 }]);
    expect(await callbacksOf(report.sid)).toHaveLength(1);
  });
});

describe('a caller whose number is withheld', () => {
  it('is not offered it, and may enter another', async () => {
    const script: CallerAction[] = [
      ...details('safe_to_call'),
      { hears: 'cannot see a number', press: '1' },
      { hears: 'enter the phone number', press: '2025550188#' },
      { hears: '2 0 2, 5 5 5, 0 1 8 8', press: '1' },
      ...details().slice(details('offer').length),
    ];
    const report = await hotline.call([...script, { hears: 'ends in 8 8', silence: true }], 'anonymous');
    expect(report).toMatchObject({ missed: [], endedBy: 'app' });
    expect(await callbacksOf(report.sid)).toHaveLength(1);
  });
});
