import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testRedis, type TestRedis } from '../../../support/stores.ts';
import { callbackJob, jobsFixture, type Payload } from './jobs-fixture.ts';

let redis: TestRedis;
let fixture: ReturnType<typeof jobsFixture>;
beforeEach(async () => {
  redis = await testRedis();
  fixture = jobsFixture(redis.url);
});
afterEach(() => fixture.close());

const job = callbackJob();

describe('a job', () => {
  it('runs with its payload, the clock, a log of its own and its attempt, and is counted', async () => {
    const payload = fixture.payload();
    const seen: unknown[] = [];
    const workers = fixture.workers(job, async (given, { attempt, clock, log, signal }) => {
      seen.push(given, attempt, clock.now().toISOString(), signal.aborted);
      log.info({}, 'here');
    });
    await fixture.queue.enqueue(job, payload);
    await workers.start();
    await workers.drain();
    expect(seen).toEqual([payload, 1, '2026-11-24T15:00:00.000Z', false]);
    expect(fixture.log.lines).toContainEqual({
      level: 'info',
      message: 'here',
      fields: { job: job.name, jobId: `${payload.callbackId}.1`, attempt: 1 },
    });
    expect([fixture.outcomes, fixture.waits.length]).toEqual([['done'], 1]);
  });

  it('that is enqueued again, before or after it ran, runs once', async () => {
    const payload = fixture.payload();
    let runs = 0;
    const workers = fixture.workers(job, async () => void (runs += 1));
    await Promise.all([1, 2, 3].map(() => fixture.queue.enqueue(job, payload)));
    await workers.start();
    await workers.drain();
    await fixture.queue.enqueue(job, payload);
    await workers.drain();
    expect(runs).toBe(1);
  });

  it('that is delayed does not run before its time, and draining does not wait for it', async () => {
    let runs = 0;
    const workers = fixture.workers(job, async () => void (runs += 1));
    await fixture.queue.enqueue(job, fixture.payload(), { delayMs: 3_600_000 });
    await fixture.queue.enqueue(job, fixture.payload(), { delayMs: 1 });
    await workers.start();
    await expect.poll(() => runs).toBe(1);
    await workers.drain();
    expect(runs).toBe(1);
  });

  it('that fails is tried as often as its definition says, and what it stumbled on stays out of Redis', async () => {
    const attempts: number[] = [];
    const workers = fixture.workers(job, async (_payload, { attempt }) => {
      attempts.push(attempt);
      throw new Error('call my sister');
    });
    await fixture.queue.enqueue(job, fixture.payload());
    await workers.start();
    await expect.poll(() => fixture.outcomes).toEqual(['retried', 'retried', 'failed']);
    await workers.drain();
    expect(attempts).toEqual([1, 2, 3]);
    const stored = await everythingIn(redis.url);
    expect(stored).toContain('internal.unexpected');
    expect(stored).not.toContain('sister');
    expect(stored).not.toContain('workers.test.ts');
  });

  it('whose payload does not fit any more is not tried again', async () => {
    let runs = 0;
    const older = { ...job, schema: z.object({ callbackId: z.string() }), dedupeKey: () => 'older' };
    const workers = fixture.workers(job, async () => void (runs += 1));
    await fixture.queue.enqueue<Payload>(older, { callbackId: 'not_a_uuid' });
    await workers.start();
    await workers.drain();
    expect([runs, fixture.outcomes]).toEqual([0, ['invalid']]);
  });

  it('is warned of at 75 % of its time, and told to end at 100 %', async () => {
    const slow = callbackJob({ timeoutMs: 200, attempts: 1 });
    let reason: unknown;
    const workers = fixture.workers(
      slow,
      (_payload, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            resolve();
          });
        }),
    );
    await fixture.queue.enqueue(slow, fixture.payload());
    await workers.start();
    await workers.drain();
    expect(reason).toMatchObject({ code: 'jobs.timed_out' });
    expect(fixture.outcomes).toEqual(['failed']);
    const messages = fixture.log.lines.map(({ level, message }) => `${level}: ${message}`);
    expect(messages).toContain('warn: a job is close to its time limit');
    expect(await everythingIn(redis.url)).toContain('jobs.timed_out');
  });
});

describe('closing the workers', () => {
  it('lets running jobs end and leaves waiting ones', async () => {
    const begun: (() => void)[] = [];
    let ended = 0;
    const workers = fixture.workers(
      job,
      async () => {
        await new Promise<void>((resolve) => begun.push(resolve));
        ended += 1;
      },
      { concurrency: 1 },
    );
    await fixture.queue.enqueue(job, fixture.payload());
    await fixture.queue.enqueue(job, fixture.payload());
    await workers.start();
    await expect.poll(() => begun.length).toBe(1);
    const closing = workers.close();
    begun.forEach((end) => end());
    await closing;
    expect([begun.length, ended]).toEqual([1, 1]);
  });

  it('tells jobs to end that still run at the limit, and does not wait for ever', async () => {
    let aborted = false;
    const begun: true[] = [];
    const workers = fixture.workers(job, (_payload, { signal }) => {
      begun.push(true);
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => {});
    });
    await fixture.queue.enqueue(job, fixture.payload());
    await workers.start();
    await expect.poll(() => begun.length).toBe(1);
    await workers.close(50);
    expect(aborted).toBe(true);
    expect(fixture.log.lines.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('jobs still run at the end'),
    );
  });
});

describe('a payload', () => {
  it.each([{ callbackId: 'Maria' }, { callbackId: '+18005550199' }, { callbackId: 'not_a_uuid' }, {}])(
    'of %j is refused when it is enqueued',
    async (payload) => {
      await expect(fixture.queue.enqueue(job, payload as Payload)).rejects.toMatchObject({
        code: 'jobs.payload_invalid',
      });
      expect(await everythingIn(redis.url)).not.toContain('make-ready.');
    },
  );

  it.each(['a:b', 'a.b.c.d', '123', '', 'a b'])('is refused with the job id %j', async (id) => {
    const misnamed = callbackJob({ dedupeKey: () => id });
    await expect(fixture.queue.enqueue(misnamed, fixture.payload())).rejects.toMatchObject({
      code: 'jobs.payload_invalid',
    });
  });
});

/** Every key and value, as text. */
async function everythingIn(url: string): Promise<string> {
  const client = new Redis(url);
  try {
    const keys = await client.keys('*');
    const values = await Promise.all(
      keys.map(async (key) => {
        const type = await client.type(key);
        if (type === 'hash') return [key, await client.hgetall(key)];
        if (type === 'stream') return [key, await client.xrange(key, '-', '+')];
        if (type === 'zset') return [key, await client.zrange(key, '0', '-1')];
        if (type === 'list') return [key, await client.lrange(key, 0, -1)];
        return [key, type === 'string' ? await client.get(key) : type];
      }),
    );
    return JSON.stringify(values);
  } finally {
    client.disconnect();
  }
}
