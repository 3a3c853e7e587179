import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDatabase, type Database } from '../../../../src/platform/db/database.ts';
import type { Sweep } from '../../../../src/platform/jobs/jobs.port.ts';
import { createSweeper } from '../../../../src/platform/jobs/sweeps.ts';
import type { OutboxConsumer } from '../../../../src/platform/outbox/outbox.port.ts';
import { insertOutbox, outboxBacklog } from '../../../../src/platform/outbox/outbox.repository.ts';
import { createRelay } from '../../../../src/platform/outbox/relay.ts';
import { memoryLog } from '../../../support/log.ts';
import { testDatabase, testRedis, type TestDatabase, type TestRedis } from '../../../support/stores.ts';
import { tcpProxy, type TcpProxy } from '../../../support/tcp-proxy.ts';
import { callbackJob, jobsFixture, type Payload } from './jobs-fixture.ts';

let redis: TestRedis;
let proxy: TcpProxy;
let fixture: ReturnType<typeof jobsFixture>;
beforeEach(async () => {
  redis = await testRedis();
  proxy = await tcpProxy(redis.url);
  fixture = jobsFixture(proxy.url);
});
afterEach(async () => {
  await fixture.close();
  await proxy.close();
});

const job = callbackJob();
const nothing = async () => {};
const enqueue = () =>
  fixture.queue.enqueue(job, fixture.payload()).then(
    () => 'accepted',
    (error: { code?: string }) => error.code,
  );

async function timed<T>(work: Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  const started = performance.now();
  return { result: await work, ms: performance.now() - started };
}

describe('enqueueing', () => {
  it('is refused at once while Redis is down, and works again when it is back', async () => {
    expect(await enqueue()).toBe('accepted');
    proxy.cut();
    await expect.poll(enqueue).toBe('jobs.queue_unavailable');
    const { result, ms } = await timed(enqueue());
    expect([result, ms < 200]).toEqual(['jobs.queue_unavailable', true]);
    await expect(fixture.queue.ping()).rejects.toMatchObject({ code: 'jobs.queue_unavailable' });
    proxy.forward();
    await expect.poll(enqueue, { timeout: 10_000 }).toBe('accepted');
  });

  it('is refused within a second or so while Redis hangs', async () => {
    expect(await enqueue()).toBe('accepted');
    proxy.swallow();
    const { result, ms } = await timed(enqueue());
    expect(result).toBe('jobs.queue_unavailable');
    expect(ms).toBeLessThan(1500);
  });

  it('is refused within a second or so when Redis was never there, and works once it comes', async () => {
    proxy.cut();
    const late = jobsFixture(proxy.url);
    const outcome = () =>
      late.queue.enqueue(job, late.payload()).then(
        () => 'accepted',
        (error: { code?: string }) => error.code,
      );
    const { result, ms } = await timed(outcome());
    expect(result).toBe('jobs.queue_unavailable');
    expect(ms).toBeLessThan(1500);
    proxy.forward();
    await expect.poll(outcome, { timeout: 10_000 }).toBe('accepted');
    await late.close();
  });
});

describe('closing the queue', () => {
  it('does not wait for a Redis that never came', async () => {
    proxy.cut();
    const late = jobsFixture(proxy.url);
    const refused = late.queue.enqueue(job, late.payload()).catch((error: { code?: string }) => error.code);
    await late.queue.close();
    expect(await refused).toBe('jobs.queue_unavailable');
    await late.close();
  });
});

describe('workers', () => {
  it('wait for a Redis that is not there yet', async () => {
    proxy.cut();
    const seen: Payload[] = [];
    const late = jobsFixture(proxy.url);
    const workers = late.workers(job, async (payload) => void seen.push(payload));
    const started = workers.start();
    proxy.forward();
    await started;
    await expect
      .poll(() =>
        late.queue.enqueue(job, late.payload()).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await workers.drain();
    expect(seen.length).toBeGreaterThan(0);
    await late.close();
  });

  it('say when Redis is reached again, and go on', async () => {
    let reconnects = 0;
    let runs = 0;
    const workers = fixture.workers(job, async () => void (runs += 1), {
      onReconnect: () => (reconnects += 1),
    });
    await workers.start();
    proxy.cut();
    await expect.poll(enqueue).toBe('jobs.queue_unavailable');
    expect(reconnects).toBe(0);
    proxy.forward();
    await expect.poll(() => reconnects, { timeout: 10_000 }).toBe(1);
    await expect.poll(enqueue, { timeout: 10_000 }).toBe('accepted');
    await workers.drain();
    expect(runs).toBeGreaterThan(0);
    const lines = fixture.log.lines.filter(({ fields }) => fields['component'] === 'worker');
    expect(lines.map(({ message }) => message)).toEqual(['Redis is away', 'Redis is back']);
  });

  it('that close while Redis is away do so', async () => {
    const workers = fixture.workers(job, nothing);
    await workers.start();
    proxy.cut();
    await workers.close(500);
  });

  it('that close before Redis was ever there do so', async () => {
    proxy.cut();
    const late = jobsFixture(proxy.url);
    const started = late.workers(job, nothing).start();
    await late.close();
    await started;
  });
});

describe('from the outbox to a handler', () => {
  let stores: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    stores = await testDatabase();
    database = createDatabase({ url: stores.workerUrl, role: 'hotline_worker', log: memoryLog() });
  });
  afterEach(async () => {
    await database.close();
    await stores.drop();
  });

  const topic = 'callbacks.promised';
  const consumer = (): OutboxConsumer<Payload> => ({
    topic,
    schema: z.object({ callbackId: z.uuid() }),
    deliver: ({ payload }) => fixture.queue.enqueue(job, payload),
  });
  const relay = () =>
    createRelay({
      db: database.db,
      topics: [topic],
      consumers: [consumer()],
      clock: fixture.clock,
      log: fixture.log,
    });
  async function emit(payload: Payload): Promise<void> {
    await insertOutbox(
      database.db,
      [{ topic, key: payload.callbackId, payload: { ...payload } }],
      fixture.clock.now(),
    );
  }

  it('an event waits in Postgres while Redis is down, and arrives when it is back', async () => {
    const payload = fixture.payload();
    const seen: Payload[] = [];
    const workers = fixture.workers(job, async (given) => void seen.push(given));
    await workers.start();
    proxy.cut();
    await expect.poll(enqueue).toBe('jobs.queue_unavailable');
    await emit(payload);
    const carrier = relay();
    expect(await carrier.drain()).toBe(0);
    expect(await outboxBacklog(database.db, fixture.clock.now())).toMatchObject({ pending: 1, failed: 0 });
    proxy.forward();
    await expect
      .poll(
        async () => {
          fixture.clock.advance(1000);
          return carrier.drain();
        },
        { timeout: 10_000 },
      )
      .toBe(1);
    await workers.drain();
    expect(seen.filter(({ callbackId }) => callbackId === payload.callbackId)).toHaveLength(1);
  });

  it('a relay that dies between the add and the mark leads to one run', async () => {
    const payload = fixture.payload();
    let runs = 0;
    const workers = fixture.workers(job, async () => void (runs += 1));
    await emit(payload);
    await fixture.queue.enqueue(job, payload); // what the dead relay did before it could mark the event
    await workers.start();
    await workers.drain();
    expect(await relay().drain()).toBe(1);
    await workers.drain();
    expect(runs).toBe(1);
  });

  it('what a flush took from Redis is brought back by a sweep, and runs once', async () => {
    const promises = Array.from({ length: 50 }, () => fixture.payload());
    const ready = new Map<string, number>();
    const reload: Sweep = {
      name: 'callbacks.load-horizon',
      everyMs: 30_000,
      async run() {
        const waiting = promises.filter(({ callbackId }) => !ready.has(callbackId));
        await Promise.all(waiting.map((payload) => fixture.queue.enqueue(job, payload)));
      },
    };
    const workers = fixture.workers(job, async ({ callbackId }) => {
      ready.set(callbackId, (ready.get(callbackId) ?? 0) + 1);
    });
    for (const payload of promises) await emit(payload);
    expect(await relay().drain()).toBe(50);
    await redis.flush();
    await workers.start();
    await workers.drain();
    expect(ready.size).toBe(0);
    await createSweeper({ sweeps: [reload], clock: fixture.clock, log: fixture.log }).runAll();
    await workers.drain();
    expect([...ready.values()]).toEqual(promises.map(() => 1));
  });
});
