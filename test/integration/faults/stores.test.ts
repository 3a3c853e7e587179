import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutTail } from '../../chaos/faults/redis-faults.ts';
import { startStores, type ChaosStores } from '../../chaos/stores.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { jobsFixture, callbackJob } from '../platform/jobs/jobs-fixture.ts';

/** Starts servers of its own, and kills them. */
const limitMs = 180_000;

describe('a store that fails', { timeout: limitMs }, () => {
  let stores: ChaosStores;
  let hotline: Hotline;
  const shared = { postgres: process.env['TEST_PG_URL'], redis: process.env['TEST_REDIS_URL'] };
  beforeAll(async () => {
    stores = await startStores(() => {});
    process.env['TEST_PG_URL'] = stores.postgres.url;
    process.env['TEST_REDIS_URL'] = stores.redis.url;
    hotline = await startHotline();
  }, limitMs);
  afterAll(async () => {
    await hotline.stop();
    await stores.stop();
    process.env['TEST_PG_URL'] = shared.postgres;
    process.env['TEST_REDIS_URL'] = shared.redis;
  }, limitMs);

  const promised = async (): Promise<string> => {
    const report = await hotline.call([...details(), { silence: true }]);
    const heard = report.heard.map(({ text }) => text).join(' ');
    return /will call you/.test(heard) ? 'promised' : heard;
  };
  const open = () =>
    rowsOf<{ state: string; due: Date }>(
      hotline.database.url,
      "select state, window_starts_at as due from callbacks where state <> 'closed'",
    );
  const close = () =>
    rowsOf(
      hotline.database.url,
      "update callbacks set state = 'closed', closed_reason = 'cancelled' where state <> 'closed'",
    );
  /** Drains until Redis takes commands again: its clients find it by themselves. */
  const settled = () =>
    expect
      .poll(
        () =>
          hotline.worker.settle().then(
            () => 'settled',
            () => 'not yet',
          ),
        { timeout: 60_000 },
      )
      .toBe('settled');
  /** The one open promise comes to its time, is made ready, and is then taken off the list. */
  const comesToItsTime = async (): Promise<void> => {
    const [promise, ...others] = await open();
    expect(others).toEqual([]);
    hotline.clock.set(promise?.due.toISOString() ?? '');
    hotline.clock.advance(6_000);
    await settled();
    expect((await open()).map(({ state }) => state)).toEqual(['ready']);
    await close();
  };
  const withRedis = async <T>(work: (redis: Redis) => Promise<T>): Promise<T> => {
    const redis = new Redis(stores.redis.url);
    try {
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  };

  it('Redis, killed with a promise in it: the promise is ready at its time', async () => {
    expect(await promised()).toBe('promised');
    await settled();
    stores.redis.server.signal('SIGKILL');
    await stores.redis.server.restart();
    await comesToItsTime();
  });

  it('Redis, back without the end of its file: the promise is ready at its time', async () => {
    expect(await promised()).toBe('promised');
    await settled();
    const { server } = stores.redis;
    server.signal('SIGKILL');
    await server.ended();
    expect(cutTail(server.folder)).toBeGreaterThan(0);
    await server.restart();
    await comesToItsTime();
  });

  it('Redis, down while a call is taken and an api starts: both do without, and it is ready at its time', async () => {
    stores.redis.server.signal('SIGKILL');
    await stores.redis.server.ended();
    await hotline.restartApi();
    expect((await fetch(`${hotline.api.url}/readyz`)).status).toBe(200);
    expect(await promised()).toBe('promised');
    await stores.redis.server.restart();
    await comesToItsTime();
  });

  it('Redis, hung: callers notice nothing', async () => {
    stores.redis.server.signal('SIGSTOP');
    expect(await promised()).toBe('promised');
    stores.redis.server.signal('SIGCONT');
    await comesToItsTime();
  });

  it('Redis, full: callers notice nothing, and it is ready at its time', async () => {
    await withRedis((redis) => redis.config('SET', 'maxmemory', '1mb'));
    expect(await promised()).toBe('promised');
    await withRedis((redis) => redis.config('SET', 'maxmemory', '0'));
    await comesToItsTime();
  });

  it('Redis, set to drop jobs when it is full: workers refuse it', async () => {
    await withRedis((redis) => redis.config('SET', 'maxmemory-policy', 'allkeys-lru'));
    const fixture = jobsFixture(stores.redis.url);
    const workers = fixture.workers(callbackJob(), async () => {});
    await expect(workers.start()).rejects.toMatchObject({ code: 'jobs.redis_unfit' });
    await fixture.close();
    await withRedis((redis) => redis.config('SET', 'maxmemory-policy', 'noeviction'));
  });

  it('Postgres, killed after a promise: the promise stands, and callers meanwhile are held with words', async () => {
    expect(await promised()).toBe('promised');
    stores.postgres.server.signal('SIGKILL');
    await stores.postgres.server.ended();
    const held = await hotline.call([{ hears: 'We are sorry', hangUp: true }]);
    expect(held.missed).toEqual([]);
    await stores.postgres.server.restart();
    await comesToItsTime();
  });

  it('the disk of both, full: what was promised stands, and the next call is taken when there is room', async () => {
    const { disk } = stores;
    if (disk === undefined) {
      process.stderr.write('A full disk is NOT TESTED here: no file system may be mounted.\n');
      return;
    }
    expect(await promised()).toBe('promised');
    await settled();
    disk.fill();
    await hotline.call([...details(), { silence: true }]);
    disk.free();
    for (const { server } of [stores.postgres, stores.redis]) if (!server.isRunning()) await server.restart();
    await expect.poll(promised, { timeout: 60_000 }).toBe('promised');
    const states = (await open()).map(({ state }) => state);
    expect(states.length).toBeGreaterThanOrEqual(2);
    await close();
  });
});
