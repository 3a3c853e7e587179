import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../world.ts';
import { allAnswered, measureCalls, mustHold, type Fault } from './fault.ts';

async function killRedis({ stores }: World): Promise<void> {
  stores.redis.server.signal('SIGKILL');
}

export const redisKilled: Fault = {
  id: 8,
  name: 'Redis killed and restarted',
  seconds: 3,
  async inject(world) {
    await killRedis(world);
    await world.stores.redis.server.restart();
  },
};

/** What a power failure takes: the last fifth of what Redis has written. */
export function cutTail(folder: string): number {
  const files = join(folder, 'redis/appendonlydir');
  const tail = readdirSync(files).find((name) => name.endsWith('.incr.aof'));
  if (tail === undefined) throw new Error('Redis has written no file to cut');
  const path = join(files, tail);
  const { size } = statSync(path);
  const kept = Math.floor(size * 0.8);
  truncateSync(path, kept);
  return size - kept;
}

export const redisTailLost: Fault = {
  id: 9,
  name: 'Redis lost the tail of its file',
  seconds: 3,
  async inject(world) {
    await killRedis(world);
    const { server } = world.stores.redis;
    await server.ended();
    const bytes = cutTail(server.folder);
    await server.restart();
    return { remark: `${bytes} bytes gone` };
  },
};

export const redisEmptied: Fault = {
  id: 10,
  name: 'Redis emptied',
  seconds: 1,
  async inject(world) {
    await world.withRedis((redis) => redis.flushall());
  },
};

const hungMs = 10_000;

export const redisHung: Fault = {
  id: 11,
  name: 'Redis hung',
  seconds: 11,
  async inject({ stores, product }) {
    const stopMeasuring = measureCalls(product);
    stores.redis.server.signal('SIGSTOP');
    await delay(hungMs);
    stores.redis.server.signal('SIGCONT');
    return { remark: allAnswered(stopMeasuring()) };
  },
};

export const redisFull: Fault = {
  id: 12,
  name: 'Redis full',
  seconds: 7,
  async inject(world) {
    const { product } = world;
    const stopMeasuring = measureCalls(product);
    await world.withRedis((redis) => redis.config('SET', 'maxmemory', '1mb'));
    await delay(6_000);
    await world.withRedis((redis) => redis.config('SET', 'maxmemory', '0'));
    return { remark: allAnswered(stopMeasuring()) };
  },
};

export const wrongPolicy: Fault = {
  id: 13,
  name: 'Redis would drop jobs: worker refuses',
  seconds: 4,
  async inject(world) {
    const policy = (name: string) =>
      world.withRedis(async (redis) => void (await redis.config('SET', 'maxmemory-policy', name)));
    await policy('allkeys-lru');
    const { code, said } = await world.product.worker.refusal();
    await policy('noeviction');
    mustHold(code === 1 && said.includes('jobs.redis_unfit'), `a worker started, or ended with ${code}`);
  },
};

export const redisDownAtBoot: Fault = {
  id: 14,
  name: 'Redis down while everything starts',
  seconds: 12,
  async inject(world) {
    const { product, control, stores } = world;
    await killRedis(world);
    await stores.redis.server.ended();
    try {
      await Promise.all([
        product.web.kill(),
        product.worker.kill(),
        control.web.kill(),
        control.worker.kill(),
      ]);
      await Promise.all([product.web.start(), product.worker.start()]);
      const ready = await fetch(`${product.webhooks.url}/readyz`);
      mustHold(ready.status === 200, `the web says ${ready.status} to whether it can serve`);
      await delay(3_000);
    } finally {
      await stores.redis.server.restart();
    }
    await Promise.all([control.web.start(), control.worker.start()]); // it waits for its Redis
  },
};
