import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pullNext } from '../../../src/features/callbacks/turn/pull.repository.ts';
import { createDatabase, type Database } from '../../../src/platform/db/database.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { memoryLog } from '../../support/log.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback } from '../../support/staff-client.ts';
import { seedOfficers, seedReady } from './many-ready.ts';

const count = 10_000;

let hotline: Hotline;
let database: Database;
let officers: string[] = [];
const now = () => hotline.clock.now();
beforeAll(async () => {
  hotline = await startHotline({ worker: false });
  await hotline.call([...details('own_words', { zip: '90012' }), { silence: true }]);
  await seedReady(hotline.database.url, count, now());
  officers = await seedOfficers(hotline.database.url, 50, now());
  database = createDatabase({ url: hotline.database.apiUrl, role: 'hotline_api', log: memoryLog() });
});
afterAll(async () => {
  await database.close();
  await hotline.stop();
});

interface Taken {
  readonly id: string;
  readonly staffId: string;
  readonly language: string;
  readonly interpreter: string | null;
  readonly about: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly promisedAt: Date;
}

/** Pulls until nothing is left for this officer; answers what they got, in order. */
async function pullAll(staffId: string): Promise<string[]> {
  const got: string[] = [];
  for (;;) {
    const turn = { staffId, officeIds: ['LOS'], commonLanguage: 'en-US', now: now() };
    const { id, contended } = await pullNext(database.db, turn);
    if (id !== null) got.push(id);
    else if (!contended) return got;
  }
}

describe('fifty officers who pull at once', () => {
  let got: string[][] = [];
  let rows = new Map<string, Taken>();
  beforeAll(async () => {
    got = await Promise.all(officers.map(pullAll));
    const taken = await rowsOf<Taken>(
      hotline.database.url,
      `select id, claimed_by as "staffId", language, interpreter, about, window_starts_at as "startsAt",
              window_ends_at as "endsAt", promised_at as "promisedAt" from callbacks where state = 'claimed'`,
    );
    rows = new Map(taken.map((row) => [row.id, row]));
  }, 120_000);
  const inOrder = (officer: number): Taken[] => got[officer]?.flatMap((id) => rows.get(id) ?? []) ?? [];
  const isBilingual = (officer: number) => officer % 6 === 0;
  const isTrained = (officer: number) => officer % 10 === 0;

  it('get each callback once, and leave none that is to be rung', async () => {
    expect(new Set(got.flat()).size).toBe(got.flat().length);
    const left = await rowsOf(
      hotline.database.url,
      "select way, count(*)::int as count from callbacks where state = 'ready' group by way",
    );
    expect(left).toEqual([{ way: 'call_in', count: count / 50 }]);
    expect(got.flat()).toHaveLength(count - count / 50);
    const [claims] = await rowsOf(
      hotline.database.url,
      "select count(*)::int as events, count(distinct callback_id)::int as callbacks from callback_events where kind = 'claimed'",
    );
    expect(claims).toEqual({ events: got.flat().length, callbacks: got.flat().length });
  });

  it('get nothing in a language that neither they nor an interpreter speak', () => {
    for (const [officer] of officers.entries()) {
      const foreign = inOrder(officer).filter(
        ({ language, interpreter }) => language === 'es-US' && interpreter === null,
      );
      if (!isBilingual(officer)) expect(foreign).toEqual([]);
    }
  });

  it('get them in fair order: what is overdue, what only few can take, what is due first, what is oldest', () => {
    for (const [officer] of officers.entries()) {
      const ranks = inOrder(officer).map((row) => {
        if (row.endsAt <= now()) return [0, row.endsAt.getTime(), row.promisedAt.getTime()];
        const rare = row.language === 'es-US' && row.interpreter === null;
        const first = rare || (isTrained(officer) && row.about === 'custody');
        return [first ? 1 : 2, row.startsAt.getTime(), row.promisedAt.getTime()];
      });
      expect(ranks.length).toBeGreaterThan(count / 500);
      expect(ranks).toEqual(
        ranks.toSorted(([a = 0, b = 0, c = 0], [d = 0, e = 0, f = 0]) => a - d || b - e || c - f),
      );
    }
  });
});

describe('the next callback', () => {
  it('is claimed as any other, and none is no answer at all', async () => {
    await rowsOf(
      hotline.database.url,
      `update callbacks set state = 'ready', claimed_by = null, claim_expires_at = null
        where id = (select id from callbacks where state = 'claimed' and language = 'en-US' limit 1)`,
    );
    const officer = await signedIn(hotline);
    const pulled = await officer.post<ListedCallback>('/api/callbacks/next', { officeId: 'LOS' });
    expect(pulled).toMatchObject({
      status: 200,
      body: { state: 'claimed', claim: { displayName: 'Demo officer' } },
    });
    expect(await officer.post('/api/callbacks/next')).toEqual({ status: 204, body: null });
    expect((await officer.post('/api/callbacks/next', { officeId: 'XXX' })).status).toBe(404);
  });
});
