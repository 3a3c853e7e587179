import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settlePromise } from '../../../src/features/callbacks/promises/ledger.repository.ts';
import { createDatabase, type Database } from '../../../src/platform/db/database.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { memoryLog } from '../../support/log.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn } from '../../support/staff-client.ts';

let hotline: Hotline;
let database: Database;
beforeAll(async () => {
  hotline = await startHotline({ worker: false });
  await hotline.call([...details('own_words', { zip: '90012' }), { silence: true }]);
  database = createDatabase({ url: hotline.database.apiUrl, role: 'hotline_api', log: memoryLog() });
});
afterAll(async () => {
  await database.close();
  await hotline.stop();
});

interface Ledger {
  readonly quarter: string;
  readonly offices: readonly { readonly officeId: string; readonly told: number }[];
}

/** Another promise of the one callback, told in Los Angeles, whose window ends at that time. */
const tell = (endsAt: string, outcome: string | null, late: number | null = null) =>
  rowsOf(
    hotline.database.url,
    `insert into callback_promises (id, callback_id, office_id, told_by, told_at, window_name, time_zone, starts_at, ends_at,
                                    outcome, settled_at, late_by_minutes)
     select gen_random_uuid(), id, 'LOS', 'line', '2026-01-01', 'any', 'pacific', '${endsAt}'::timestamptz - interval '1 hour',
            '${endsAt}', ${outcome === null ? 'null, null' : `'${outcome}', '${endsAt}'`}, ${late} from callbacks`,
  );

describe('the ledger of a quarter', () => {
  it("counts what was told and what became of it, by the office's calendar", async () => {
    await rowsOf(hotline.database.url, "update callback_promises set outcome = 'kept', settled_at = told_at");
    await tell('2026-04-01T07:00:00Z', 'kept'); // midnight of 1 April in Los Angeles
    await tell('2026-04-02T20:00:00Z', 'kept');
    for (const minutes of [10, 20, 30]) await tell('2026-05-04T20:00:00Z', 'late', minutes);
    await tell('2026-05-04T20:00:00Z', 'missed');
    await tell('2026-05-04T20:00:00Z', 're_promised');
    await tell('2026-05-04T20:00:00Z', 'withdrawn');
    await tell('2026-07-01T06:59:59Z', null); // the last second of June there

    const supervisor = await signedIn(hotline, 'supervisor@example.org');
    const { body } = await supervisor.get<Ledger>('/api/callbacks/ledger?quarter=2026-Q2');
    expect(body.offices.find(({ officeId }) => officeId === 'LOS')).toEqual({
      officeId: 'LOS',
      officeName: expect.any(String) as string,
      told: 9,
      kept: 2,
      late: { count: 3, medianMinutes: 20, p90Minutes: 28 },
      missed: 1,
      rePromised: 1,
      withdrawn: 1,
      open: 1,
    });
    expect(body.offices.filter(({ told }) => told > 0)).toHaveLength(1);
  });

  it('is of quarters, and for supervisors', async () => {
    const supervisor = await signedIn(hotline, 'supervisor@example.org');
    expect((await supervisor.get('/api/callbacks/ledger?quarter=2026-Q5')).status).toBe(400);
    expect((await (await signedIn(hotline)).get('/api/callbacks/ledger?quarter=2026-Q2')).status).toBe(403);
  });
});

describe('a promise', () => {
  const endsAt = new Date('2026-06-01T20:00:00Z');
  const after = new Date('2026-06-01T20:00:30Z');

  it.each([
    ['rung in its window is kept', [['rung', endsAt]], { outcome: 'kept', late: null }],
    ['rung half a minute later is a minute late', [['rung', after]], { outcome: 'late', late: 1 }],
    [
      'rung twice is settled by the first',
      [
        ['rung', endsAt],
        ['rung', after],
      ],
      { outcome: 'kept', late: null },
    ],
    [
      'given up and rung after all is late',
      [
        ['missed', after],
        ['rung', after],
      ],
      { outcome: 'late', late: 1 },
    ],
    ['told anew in time is re-promised', [['re_promised', endsAt]], { outcome: 're_promised', late: null }],
    ['told anew too late was missed', [['re_promised', after]], { outcome: 'missed', late: null }],
    ['withdrawn in time is withdrawn', [['withdrawn', endsAt]], { outcome: 'withdrawn', late: null }],
    ['withdrawn too late was missed', [['withdrawn', after]], { outcome: 'missed', late: null }],
  ] as const)('that is %s', async (_, steps, settled) => {
    await rowsOf(hotline.database.url, 'delete from callback_promises');
    await tell(endsAt.toISOString(), null);
    const [callback] = await rowsOf<{ id: string }>(hotline.database.url, 'select id from callbacks');
    for (const [by, now] of steps)
      await settlePromise(database.db, { callbackId: callback?.id ?? '', now, by });
    const rows = await rowsOf(
      hotline.database.url,
      'select outcome, late_by_minutes as late from callback_promises',
    );
    expect(rows).toEqual([settled]);
  });
});
