import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { World } from '../world.ts';
import { mustHold, type Fault } from './fault.ts';

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
function cutTail(folder: string): number {
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
    const stopMeasuring = product.webhooks.measure();
    stores.redis.server.signal('SIGSTOP');
    await delay(hungMs);
    stores.redis.server.signal('SIGCONT');
    const { requests, failed, p99 } = stopMeasuring();
    mustHold(failed === 0, `${failed} of ${requests} webhooks failed`);
    return { remark: `${requests} webhooks, none failed, 99 % within ${p99} ms` };
  },
};

export const redisFull: Fault = {
  id: 12,
  name: 'Redis full',
  seconds: 7,
  async inject(world) {
    const { product } = world;
    const stopMeasuring = product.webhooks.measure();
    await world.withRedis((redis) => redis.config('SET', 'maxmemory', '1mb'));
    await delay(6_000);
    await world.withRedis((redis) => redis.config('SET', 'maxmemory', '0'));
    const { requests, failed } = stopMeasuring();
    mustHold(failed === 0, `${failed} of ${requests} webhooks failed`);
    return { remark: `${requests} webhooks, none failed` };
  },
};
