import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caller } from '../../support/hotline.ts';
import { details } from '../../support/details.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type ListedCallback } from '../../support/staff-client.ts';
import { officerPhone, startOffice, type Office } from '../callbacks/dial-support.ts';

/** The reconciler's pace (30 s), and what it leaves to the queue first. */
const withinMs = 60_000;

describe('FLUSHALL in the middle of the day', () => {
  let office: Office;
  beforeAll(async () => {
    office = await startOffice();
  });
  afterAll(() => office.stop());

  const flush = async (): Promise<void> => {
    const redis = new Redis(office.hotline.redis.url);
    await redis.flushdb();
    await redis.quit();
  };
  const states = async (): Promise<string[]> =>
    (
      await rowsOf<{ state: string }>(
        office.hotline.database.url,
        'select state from callbacks order by promised_at',
      )
    ).map(({ state }) => state);

  it(
    'leaves every promise on its way within a minute, and rings nobody twice',
    { timeout: 180_000 },
    async () => {
      const { hotline } = office;
      const { clock, worker, database } = hotline;
      const numbers = ['+12125550101', '+12125550102', '+12125550103'];
      for (const number of numbers) await hotline.call([...details(), { silence: true }], number);
      await worker.settle();
      expect(await states()).toEqual(['waiting', 'waiting', 'waiting']);

      // All fall due while Redis holds nothing of them.
      const [last] = await rowsOf<{ at: Date }>(
        database.url,
        'select max(window_starts_at) as at from callbacks',
      );
      await flush();
      clock.set(last?.at.toISOString() ?? '');
      clock.advance(withinMs);
      await flush();
      await worker.settle();
      expect(await states()).toEqual(['ready', 'ready', 'ready']);

      // An officer has the first dialled; Redis is emptied with the order in it.
      office.phone(officerPhone, office.answers({ hears: 'press 1', press: '1' }, { waits: 300 }));
      for (const number of [caller, ...numbers])
        office.phone(
          number,
          office.answers({ hears: 'press 1', press: '1' }, { talks: 20 }, { hangUp: true }),
        );
      const officer = await signedIn(hotline);
      const { body: claimed } = await officer.post<ListedCallback>('/api/callbacks/next', {});
      expect((await office.dial(claimed)).status).toBe(200);
      await flush();
      clock.advance(withinMs);
      await office.over();
      await flush();
      clock.advance(withinMs);
      await office.over();

      expect((await states()).toSorted()).toEqual(['closed', 'ready', 'ready']);
      expect(numbers.map(office.rings).toSorted((a, b) => a - b)).toEqual([0, 0, 1]);
      expect(office.rings(officerPhone)).toBe(1);
    },
  );
});
