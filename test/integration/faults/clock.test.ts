import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabaseClock } from '../../../src/platform/db/database-clock.ts';
import { createDatabase, type Database } from '../../../src/platform/db/database.ts';
import { fakeClock } from '../../support/clock.ts';
import { memoryLog } from '../../support/log.ts';
import { rowsOf } from '../../support/rows.ts';
import { testDatabase, type TestDatabase } from '../../support/stores.ts';

/** Half of what a machine's clock is off by in these tests is far more than a busy one takes to answer. */
const hourMs = 3_600_000;

describe('a machine whose clock is off', () => {
  let stores: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    stores = await testDatabase();
    database = createDatabase({ url: stores.workerUrl, role: 'hotline_worker', log: memoryLog() });
  });
  afterAll(async () => {
    await database.close();
    await stores.drop();
  });

  const trueTime = async (): Promise<number> => {
    const [row] = await rowsOf<{ now: Date }>(stores.url, 'select clock_timestamp() as now');
    return row?.now.getTime() ?? Number.NaN;
  };

  it.each([
    ['ahead', hourMs],
    ['behind', -hourMs],
  ])('by an hour %s goes by the time of the database, and says so once', async (_, offMs) => {
    const log = memoryLog();
    const own = fakeClock(new Date((await trueTime()) + offMs).toISOString());
    const clock = createDatabaseClock({ db: database.db, own, log });
    await clock.start();
    await clock.start();
    const offByMs = Math.abs(clock.now().getTime() - (await trueTime()));
    clock.stop();
    expect(offByMs).toBeLessThan(hourMs / 2);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  it('that is put back while it runs is not believed: time goes on', async () => {
    const own = fakeClock(new Date(await trueTime()).toISOString());
    const clock = createDatabaseClock({ db: database.db, own, log: memoryLog() });
    await clock.start();
    const before = clock.now().getTime();
    own.advance(-hourMs);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
    clock.stop();
  });
});
