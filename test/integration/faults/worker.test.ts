import { Worker, type Job } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testRedis, type TestRedis } from '../../support/stores.ts';
import { callbackJob, jobsFixture } from '../platform/jobs/jobs-fixture.ts';

/** So that a lost job is found within a second. */
const locks = { lockDuration: 400, stalledInterval: 150 };
const job = callbackJob();

let redis: TestRedis;
let fixture: ReturnType<typeof jobsFixture>;
beforeEach(async () => {
  redis = await testRedis();
  fixture = jobsFixture(redis.url);
});
afterEach(() => fixture.close());

/** A worker that takes a job, be it one that another has lost, and does no more by itself: killed, or frozen. */
async function takenBy(token: string) {
  const worker = new Worker(job.name, null, {
    connection: { url: redis.url },
    prefix: '{hotline}',
    autorun: false,
    maxStalledCount: 50,
    ...locks,
  });
  worker.on('error', () => {});
  await worker.waitUntilReady();
  await worker.startStalledCheckTimer();
  let taken: Job | undefined;
  while (taken === undefined) taken = await worker.getNextJob(token);
  return { taken, gone: () => worker.close(true) };
}

/** A row that only one run may claim, as the repositories do: by its epoch. */
function rowWithEpoch() {
  let epoch = 1;
  return (seen: number): boolean => {
    if (seen !== epoch) return false;
    epoch += 1;
    return true;
  };
}

describe('a job whose worker is killed', () => {
  it('is run again by another', async () => {
    let runs = 0;
    await fixture.queue.enqueue(job, fixture.payload());
    await (await takenBy('first')).gone();
    const workers = fixture.workers(job, async () => void (runs += 1), { locks });
    await workers.start();
    await workers.drain();
    expect([runs, fixture.outcomes]).toEqual([1, ['done']]);
  });

  it('three times is run again all the same, and has not failed', async () => {
    let runs = 0;
    await fixture.queue.enqueue(job, fixture.payload());
    for (const token of ['first', 'second', 'third']) await (await takenBy(token)).gone();
    const workers = fixture.workers(job, async () => void (runs += 1), { locks });
    await workers.start();
    await workers.drain();
    expect([runs, fixture.outcomes]).toEqual([1, ['done']]);
  });
});

describe('a worker that loses its lock', () => {
  it('because its event loop stood still: the job is run again, and its effect happens once', async () => {
    const claim = rowWithEpoch();
    let effects = 0;
    let runs = 0;
    const workers = fixture.workers(
      job,
      async () => {
        runs += 1;
        const until = performance.now() + (runs === 1 ? 3 * locks.lockDuration : 0);
        while (performance.now() < until);
        if (claim(1)) effects += 1;
      },
      { locks },
    );
    await fixture.queue.enqueue(job, fixture.payload());
    await workers.start();
    await workers.drain();
    expect(effects).toBe(1);
  });

  it('because it was frozen: another has run the job, and what the first reports afterwards is refused', async () => {
    let runs = 0;
    await fixture.queue.enqueue(job, fixture.payload());
    const frozen = await takenBy('frozen');
    const workers = fixture.workers(job, async () => void (runs += 1), { locks });
    await workers.start();
    await workers.drain();
    expect(runs).toBe(1);
    await expect(frozen.taken.moveToCompleted(null, 'frozen', false)).rejects.toThrow(/lock|not in/i);
    await frozen.gone();
    await workers.drain();
    expect(runs).toBe(1);
  });
});
