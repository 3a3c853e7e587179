import { setTimeout as delay } from 'node:timers/promises';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';
import { holdNextPromise, holdPoint } from '../points.ts';
import { mustHold, type Fault } from './fault.ts';

/** Kills a worker while one of its jobs is in the middle of its last write, which does not come to be. */
async function killMidJob({ worker, databaseUrl }: Subject): Promise<void> {
  const held = await holdPoint(databaseUrl, 'job');
  try {
    await held.reached();
    await worker.kill();
  } finally {
    await held.rollBack();
  }
}

const each = (world: World, work: (subject: Subject) => Promise<void>) =>
  Promise.all(world.subjects.map(work));

export const killedMidJob: Fault = {
  id: 1,
  name: 'worker killed in a job',
  seconds: 8,
  inject: async (world) => {
    await each(world, async (subject) => {
      await killMidJob(subject);
      await subject.worker.start();
    });
  },
};

/** The very same job: its promise stays locked, so that only the job comes for it, and each time it is killed. */
export const killedThrice: Fault = {
  id: 2,
  name: 'same job killed three times',
  seconds: 110,
  async inject(world) {
    const { worker, databaseUrl } = world.product;
    const held = await holdNextPromise(databaseUrl);
    try {
      for (let time = 1; time <= 3; time += 1) {
        await held.reached();
        await worker.kill();
        await worker.start();
      }
    } finally {
      await held.open();
    }
    const failed = await world.withRedis((redis) => redis.zcard('{hotline}:callbacks.make-ready:failed'));
    mustHold(failed === 0, `${failed} jobs failed for good`);
  },
};

/** Longer than the lock of a job (15 s) and a check for lost ones (10 s): another worker takes what it held. */
const frozenMs = 28_000;

export const frozenPastLock: Fault = {
  id: 3,
  name: 'worker frozen past its locks',
  seconds: 30,
  async inject(world) {
    for (const { worker } of world.subjects) worker.signal('SIGSTOP');
    await delay(frozenMs);
    for (const { worker } of world.subjects) worker.signal('SIGCONT');
  },
};

/** Blocks the event loop when told by SIGUSR2. */
const blocksLoop = new URL('../preload/block-on-signal.ts', import.meta.url).href;
const blockedMs = 18_000;

export const blockedLoop: Fault = {
  id: 4,
  name: 'event loop blocked past the locks',
  seconds: 25,
  async inject(world) {
    await each(world, async ({ worker }) => {
      await worker.kill();
      await worker.start({ imports: [`${blocksLoop}?ms=${blockedMs}`] });
      await delay(1_000);
      worker.signal('SIGUSR2');
    });
    await delay(blockedMs);
  },
};

export const relayKilled: Fault = {
  id: 6,
  name: 'relay killed between add and mark',
  seconds: 6,
  async inject({ product }) {
    const held = await holdPoint(product.databaseUrl, 'mark');
    try {
      await held.reached();
      await product.worker.kill();
    } finally {
      await held.rollBack();
    }
    await product.worker.start();
  },
};

const dialsWithinMs = 90_000;

/** Kills a worker when the provider has taken its order to ring somebody and it has not heard so. */
async function killAfterOrder({ name, worker, provider }: Subject): Promise<void> {
  const killed = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      provider.intercept(undefined);
      reject(new Error(`${name} rang nobody`));
    }, dialsWithinMs);
    provider.intercept(async ({ method, path, status }) => {
      if (method !== 'POST' || !path.endsWith('/Calls.json') || status !== 201) return 'pass';
      clearTimeout(late);
      provider.intercept(undefined);
      await worker.kill();
      worker.start().then(resolve, reject);
      return 'lose';
    });
  });
  await killed;
}

export const killedAfterOrder: Fault = {
  id: 7,
  name: 'worker killed after the call, before the record',
  seconds: 10,
  inject: async (world) => void (await each(world, killAfterOrder)),
};
