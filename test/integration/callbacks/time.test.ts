import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeReady } from '../../../src/features/callbacks/moves.repository.ts';
import { createDatabase, type Database } from '../../../src/platform/db/database.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { memoryLog } from '../../support/log.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback } from '../../support/staff-client.ts';

let hotline: Hotline;
let database: Database;
beforeAll(async () => {
  hotline = await startHotline();
  database = createDatabase({
    url: hotline.database.workerUrl,
    role: 'hotline_worker',
    log: memoryLog(),
  });
});
afterAll(async () => {
  await database.close();
  await hotline.stop();
});

interface Row {
  readonly id: string;
  readonly state: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly remindedAt: Date | null;
  readonly escalatedTo: string | null;
}
const openOnes = () =>
  rowsOf<Row>(
    hotline.database.url,
    `select id, state, window_starts_at as "startsAt", window_ends_at as "endsAt", reminded_at as "remindedAt",
            escalated_to as "escalatedTo" from callbacks where state <> 'closed' order by promised_at`,
  );
async function theOne(): Promise<Row> {
  const [row] = await openOnes();
  if (row === undefined) throw new Error('no callback is open');
  return row;
}
const settleAt = async (at: Date | string, plusMs = 0) => {
  hotline.clock.set(new Date(new Date(at).getTime() + plusMs).toISOString());
  await hotline.worker.settle();
};
const eventsOf = async (kind: string) =>
  (
    await rowsOf<{ data: Record<string, unknown> }>(
      hotline.database.url,
      `select data from callback_events e join callbacks b on b.id = e.callback_id
        where b.state <> 'closed' and kind = '${kind}' order by e.id`,
    )
  ).map(({ data }) => data);
const outcomes = async (callbackId: string) =>
  rowsOf(
    hotline.database.url,
    `select outcome, late_by_minutes as late from callback_promises where callback_id = '${callbackId}' order by told_at`,
  );

/** A caller leaves details at that time, and no other callback is open. */
async function promisedAt(at: string, changes: Parameters<typeof details>[1] = {}): Promise<Row> {
  await rowsOf(
    hotline.database.url,
    "update callbacks set state = 'closed', closed_reason = 'cancelled', claimed_by = null where state <> 'closed'",
  );
  hotline.clock.set(at);
  await hotline.call([...details('own_words', { zip: '90012', ...changes }), { silence: true }]);
  return theOne();
}

describe('what is in Redis', () => {
  it('is what falls due within the hour, by its id', async () => {
    const { id, startsAt } = await promisedAt('2026-03-12T02:00:00Z');
    const jobs = async () => {
      const redis = new Redis(hotline.redis.url);
      const keys = await redis.keys('*make-ready:*');
      const held = await Promise.all(
        keys.filter((key) => key.includes(id)).map((key) => redis.hget(key, 'data')),
      );
      await redis.quit();
      return held.map((data) => JSON.parse(data ?? '{}') as object);
    };
    await settleAt(startsAt, -60 * 60_000 - 1);
    expect(await jobs()).toEqual([]);
    await settleAt(startsAt, -60 * 60_000);
    expect(await jobs()).toEqual([{ callbackId: id, epoch: 0 }]);
  });
});

describe('a callback that nobody rings', () => {
  let row: Row;
  beforeEach(async () => {
    // Thursday evening: the window is Friday, up to 17:00 in Los Angeles.
    row = await promisedAt('2026-03-13T02:00:00Z');
    await settleAt(row.startsAt);
  });

  it('is reminded of once, half an hour before its window ends, whoever holds it', async () => {
    const officer = await signedIn(hotline);
    await settleAt(row.endsAt, -30 * 60_000 - 1);
    expect((await theOne()).remindedAt).toBeNull();
    await officer.post(`/api/callbacks/${row.id}/claim`, {});
    await settleAt(row.endsAt, -30 * 60_000);
    await settleAt(row.endsAt, -20 * 60_000 - 1);
    const shown = await officer.get<{ remindedAt: string }>(`/api/callbacks/${row.id}`);
    expect(shown.body.remindedAt).toBe(new Date(row.endsAt.getTime() - 30 * 60_000).toISOString());
    expect(await eventsOf('reminded')).toHaveLength(1);
  });

  it('goes to the supervisor when its window has passed, and may still be claimed', async () => {
    await settleAt(row.endsAt, -1);
    expect((await theOne()).escalatedTo).toBeNull();
    await settleAt(row.endsAt);
    expect(await theOne()).toMatchObject({ state: 'ready', escalatedTo: 'supervisor' });
    const supervisor = await signedIn(hotline, 'supervisor@example.org');
    expect((await supervisor.post(`/api/callbacks/${row.id}/claim`, {})).status).toBe(200);
  });

  it('goes to the national desk after two more hours of the office, over the weekend, and its promise was missed', async () => {
    await settleAt(row.endsAt);
    expect(row.endsAt.toISOString()).toBe('2026-03-14T00:00:00.000Z');
    const twoHoursIntoMonday = '2026-03-16T17:30:00Z';
    await settleAt(twoHoursIntoMonday, -1);
    expect((await theOne()).escalatedTo).toBe('supervisor');
    expect(await outcomes(row.id)).toEqual([{ outcome: null, late: null }]);
    await settleAt(twoHoursIntoMonday);
    expect((await theOne()).escalatedTo).toBe('national_desk');
    expect(await outcomes(row.id)).toEqual([{ outcome: 'missed', late: null }]);
    expect(await eventsOf('escalated')).toEqual([
      { to: 'supervisor', because: 'late' },
      { to: 'national_desk', because: 'late' },
    ]);

    // A ring at last is late, and no longer missed.
    const officer = await signedIn(hotline);
    const { body } = await officer.post<ListedCallback>(`/api/callbacks/${row.id}/claim`, {});
    const outcome = { epoch: body.epoch, outcome: 'reached' };
    expect((await officer.post(`/api/callbacks/${row.id}/attempts`, outcome, row.id)).status).toBe(200);
    expect(await outcomes(row.id)).toEqual([{ outcome: 'late', late: (64 + 1.5) * 60 }]);
  });
});

describe('a window of an office on the Pacific', () => {
  const [eastern, pacific] = ['1', '4'];
  const morning = '2';

  it.each([
    ['before the clock is put forward', '2026-03-06T02:00:00Z', pacific, '2026-03-06T16:30:00Z'],
    ['over it', '2026-03-07T02:00:00Z', pacific, '2026-03-09T15:30:00Z'],
    ['over it, for a caller in the East', '2026-03-07T02:00:00Z', eastern, '2026-03-09T15:30:00Z'],
    ['before it is put back', '2026-10-30T01:00:00Z', pacific, '2026-10-30T15:30:00Z'],
    ['over that', '2026-10-31T01:00:00Z', pacific, '2026-11-02T16:30:00Z'],
    ['over that, for a caller in the East', '2026-10-31T01:00:00Z', eastern, '2026-11-02T16:30:00Z'],
    ['over Veterans Day', '2026-11-11T02:00:00Z', pacific, '2026-11-12T16:30:00Z'],
  ])('%s is ready when it begins, and not a moment before', async (_, at, zone, begins) => {
    const { id, startsAt } = await promisedAt(at, { zone, window: morning });
    expect(startsAt.toISOString()).toBe(new Date(begins).toISOString());
    // What the job does that comes a moment early.
    expect(await makeReady(database.db, id, new Date(startsAt.getTime() - 1))).toBe(false);
    await settleAt(begins);
    expect(await theOne()).toMatchObject({ state: 'ready' });
  });
});
