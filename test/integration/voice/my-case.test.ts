import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallerAction } from '../../../src/emulator/index.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback, type Page } from '../../support/staff-client.ts';

/** What a caller may do with a case whose number and PIN they have, on the shipped line, down to the rows. */
let hotline: Hotline;
beforeAll(async () => {
  hotline = await startHotline();
});
afterAll(() => hotline.stop());

interface Reference {
  readonly caseId: string;
  readonly number: string;
  readonly pin: string;
}

async function place(script: CallerAction[], from?: string) {
  const report = await hotline.call(script, from);
  expect(report).toMatchObject({ missed: [], warnings: [] });
  return { ...report, said: report.heard.map(({ text }) => text).join('\n') };
}

/** A new case with a callback, and what its caller was told of it. */
async function promised(from?: string): Promise<Reference & { readonly callbackId: string }> {
  const { said, sid } = await place([...details(), { hears: 'Your PIN is', silence: true }], from);
  const digits = (pattern: RegExp) => (pattern.exec(said)?.[1] ?? '').replaceAll(/\D/g, '');
  const [row] = await rowsOf<{ case_id: string; id: string }>(
    hotline.database.url,
    `select b.case_id, b.id from callbacks b join calls c on c.id = b.call_id where c.provider_sid = '${sid}'`,
  );
  return {
    caseId: row?.case_id ?? '',
    callbackId: row?.id ?? '',
    number: digits(/Your case number is ([\d ,]+)/),
    pin: digits(/Your PIN is ([\d ]+)/),
  };
}

/** English, on after the notice, my case, number and PIN. */
const open = ({ number, pin }: Pick<Reference, 'number' | 'pin'>): CallerAction[] => [
  { press: '1' },
  { press: '1' },
  { press: '4' },
  { hears: 'your case number', press: number },
  { hears: 'your PIN', press: pin },
];
const wrongPin = (pin: string) => String((Number(pin) + 1) % 10_000).padStart(4, '0');

const callbackOf = async (id: string) => {
  const [row] = await rowsOf<{
    state: string;
    window_name: string;
    closed_reason: string | null;
    promised_at: Date;
  }>(
    hotline.database.url,
    `select state, window_name, closed_reason, promised_at from callbacks where id = '${id}'`,
  );
  return row;
};
const eventsOf = (id: string) =>
  rowsOf<{ kind: string; data: Record<string, unknown> }>(
    hotline.database.url,
    `select kind, data from callback_events where callback_id = '${id}' order by id`,
  );
const promisesOf = (id: string) =>
  rowsOf<{ told_by: string; window_name: string; outcome: string | null }>(
    hotline.database.url,
    `select told_by, window_name, outcome from callback_promises where callback_id = '${id}' order by told_at, id`,
  );

describe('who keys in number and PIN', () => {
  it('hears what was promised, from any telephone', async () => {
    const mine = await promised();
    const { said } = await place([...open(mine), { hears: 'press 2', hangUp: true }], '+12025550177');
    expect(said).toContain('An officer of the Los Angeles office will call you on');
    expect(said).toContain('the number that ends in 2 3');
    expect(said).toMatch(/Calls to other people before yours, \d/);
  });

  it('counts those that are promised before it in its hours', async () => {
    const mine = await promised();
    const [before] = await rowsOf<{ count: number }>(
      hotline.database.url,
      `select count(*)::int as count from callbacks b, callbacks mine
        where mine.id = '${mine.callbackId}' and b.office_id = mine.office_id and b.state = 'waiting'
          and b.window_starts_at = mine.window_starts_at and b.promised_at <= mine.promised_at and b.id < mine.id`,
    );
    const { said } = await place([...open(mine), { hears: 'press 2', hangUp: true }]);
    expect(said).toContain(`Calls to other people before yours, ${before?.count}`);
    expect(before?.count).toBeGreaterThan(0);
  });

  it('moves it, and both what was told and what is told stand in the ledger', async () => {
    const mine = await promised();
    const before = await callbackOf(mine.callbackId);
    const { said } = await place([
      ...open(mine),
      { hears: 'press 2', press: '2' },
      { hears: 'For another time', press: '1' },
      { hears: 'When is it best', press: '3' },
      { hears: ['We have changed the time', 'between noon and 5'], hangUp: true },
    ]);
    expect(said).toContain('will call you on');
    expect(await callbackOf(mine.callbackId)).toMatchObject({
      state: 'waiting',
      window_name: 'afternoon',
      promised_at: before?.promised_at,
    });
    expect(await promisesOf(mine.callbackId)).toEqual([
      { told_by: 'line', window_name: 'any', outcome: 're_promised' },
      { told_by: 'line', window_name: 'afternoon', outcome: null },
    ]);
    expect((await eventsOf(mine.callbackId)).map(({ kind }) => kind)).toEqual(['promised', 'moved']);
  });

  it('calls it off, and hears that nobody is set to call', async () => {
    const mine = await promised();
    await place([
      ...open(mine),
      { hears: 'press 2', press: '2' },
      { hears: 'For another time', press: '4' },
      { hears: 'If you call it off', press: '1' },
      { hears: 'It is called off', press: '1' },
      { hears: 'No one is set to call you', hangUp: true },
    ]);
    expect(await callbackOf(mine.callbackId)).toMatchObject({ state: 'closed', closed_reason: 'cancelled' });
    expect(await promisesOf(mine.callbackId)).toMatchObject([{ outcome: 'withdrawn' }]);
  });

  it('says more: the recording is listed with the case', async () => {
    const mine = await promised();
    await place([
      ...open(mine),
      { hears: 'press 2', press: '3' },
      { hears: 'after the tone', record: 5 },
      { hears: 'We have kept your message', hangUp: true },
    ]);
    const officer = await signedIn(hotline);
    const { body } = await officer.get<{ recordings: { seconds: number | null }[] }>(
      `/api/cases/${mine.caseId}`,
    );
    expect(body.recordings).toMatchObject([{ seconds: 5 }]);
    await hotline.worker.settle();
    expect((await eventsOf(mine.callbackId)).map(({ kind }) => kind)).toEqual(['promised', 'message_added']);
  });

  it('asks for another number: a person finds it, and nothing has changed', async () => {
    const mine = await promised();
    const number = async () => {
      const [row] = await rowsOf<{ number_index: Buffer }>(
        hotline.database.url,
        `select number_index from callbacks where id = '${mine.callbackId}'`,
      );
      return row?.number_index.toString('hex');
    };
    const before = await number();
    await place([
      ...open(mine),
      { hears: 'press 2', press: '2' },
      { hears: 'For another time', press: '2' },
      { hears: 'safe to call you', press: '2025550188#' },
      { hears: '0 1 8 8', press: '1' },
      { hears: 'Until then, nothing changes', hangUp: true },
    ]);
    expect(await number()).toBe(before);
    const officer = await signedIn(hotline);
    const { body } =
      await officer.get<Page<{ id: string; kind: string; callbackId: string }>>('/api/work-items');
    const item = body.items.find(({ callbackId }) => callbackId === mine.callbackId);
    expect(item).toMatchObject({ kind: 'change_asked' });
    const read = await officer.get<{ words: string }>(`/api/work-items/${item?.id}`);
    expect(read.body.words).toBe('+12025550188');
  });

  it('asks for a callback: the one that stands is told, and the call is seen in its timeline', async () => {
    const mine = await promised();
    await place([
      ...open(mine),
      { hears: 'press 2', press: '4' },
      { hears: 'For information', press: '3' },
      { hears: 'We already have a time with you about your case', hangUp: true },
    ]);
    const events = await eventsOf(mine.callbackId);
    expect(events.map(({ kind }) => kind)).toEqual(['promised', 'merged']);
    const [row] = await rowsOf<{ count: number }>(
      hotline.database.url,
      `select count(*)::int as count from callbacks where case_id = '${mine.caseId}'`,
    );
    expect(row?.count).toBe(1);
  });

  it('keeps its case, though the call then is about an opinion', async () => {
    const mine = await promised();
    const { sid } = await place([
      ...open(mine),
      { hears: 'press 2', press: '4' },
      { hears: 'For information', press: '5' },
      { hears: 'your local police', hangUp: true },
    ]);
    const [call] = await rowsOf<{ disposition: string | null }>(
      hotline.database.url,
      `select disposition from calls where provider_sid = '${sid}'`,
    );
    expect(call).toEqual({ disposition: null });
  });
});

describe('who does not', () => {
  it('hears nothing of the case, after a wrong PIN as after a number that is none', async () => {
    const mine = await promised();
    const tried = async (number: string, pin: string) => {
      const { said } = await place([...open({ number, pin }), { hears: 'enter them again', hangUp: true }]);
      return said;
    };
    const wrong = await tried(mine.number, wrongPin(mine.pin));
    expect(wrong).not.toContain('Los Angeles');
    expect(await tried('000000000', mine.pin)).toBe(wrong);
    expect(await callbackOf(mine.callbackId)).toMatchObject({ state: 'waiting', closed_reason: null });
  });

  it('has three tries a call, and a way to a callback after them', async () => {
    const mine = await promised();
    const again: CallerAction[] = [
      { hears: 'enter them again', press: '1' },
      { hears: 'your case number', press: mine.number },
      { hears: 'your PIN', press: wrongPin(mine.pin) },
    ];
    await place([
      ...open({ ...mine, pin: wrongPin(mine.pin) }),
      ...again,
      ...again,
      { hears: ['cannot open a case on this call any more', 'a few short questions'], press: '1' },
      { hears: 'Can you speak freely', hangUp: true },
    ]);
  });

  it('locks the PIN for a day with five wrong tries: the right one then opens nothing', async () => {
    const mine = await promised();
    for (let tries = 0; tries < 5; tries += 1)
      await place([
        ...open({ ...mine, pin: wrongPin(mine.pin) }),
        { hears: 'could not open a case', hangUp: true },
      ]);
    await place([...open(mine), { hears: 'could not open a case', hangUp: true }]);
    hotline.clock.advance(24 * 60 * 60_000 + 1);
    await place([...open(mine), { hears: 'press 1', hangUp: true }]);
    const openings = await rowsOf<object>(
      hotline.database.url,
      `select from case_openings where case_id = '${mine.caseId}'`,
    );
    expect(openings).toHaveLength(1);
  });

  it('is not found by the number that they call from: staff see that it may be the same matter', async () => {
    const mine = await promised('+12025550166');
    await place([...details('own_words', {}), { hears: 'will call you on', hangUp: true }], '+12025550166');
    expect((await eventsOf(mine.callbackId)).map(({ kind }) => kind)).toEqual(['promised']);
    const officer = await signedIn(hotline);
    const { body } = await officer.get<Page<ListedCallback & { maybeSameMatter: string[] }>>(
      '/api/callbacks?view=team&limit=100',
    );
    const [listed] = body.items.filter(({ caseId }) => caseId === mine.caseId);
    expect(listed?.maybeSameMatter).toHaveLength(1);
    const other = body.items.find(({ id }) => id === listed?.maybeSameMatter[0]);
    expect(other?.maybeSameMatter).toEqual([mine.callbackId]);
    const { body: one } = await officer.get<{ maybeSameMatter: string[] }>(`/api/callbacks/${other?.id}`);
    expect(one.maybeSameMatter).toEqual([mine.callbackId]);
  });
});
