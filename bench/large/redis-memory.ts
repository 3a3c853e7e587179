import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { testRedis } from '../../test/support/stores.ts';
import { count } from '../arguments.ts';
import { measured, printReport, ratios } from '../report.ts';
import { openOffice } from './office.ts';
import { dueWithinHour, largeState } from './state.ts';

/**
 * `npm run bench -- redis-memory [--large 1000000] [--base 10000] [--rounds 3] [--small] [--json]`: what the queue takes
 * in Redis after every sweep has run, with many open callbacks against few, as many of them due within the hour.
 */
export async function benchRedisMemory(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      large: { type: 'string', default: '1000000' },
      base: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '3' },
      small: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const base = values.small ? 2_000 : count(values.base);
  const large = values.small ? 20_000 : count(values.large);
  const rounds = count(values.rounds);
  const few = await memoryWith(base, rounds);
  const many = await memoryWith(large, rounds);
  printReport(
    {
      bench: 'redis-memory',
      settings: { base, large, rounds, dueWithinHour, keysAtBase: few.keys, keysAtLarge: many.keys },
      figures: [
        { what: `${base} open callbacks`, unit: 'kB', measured: measured(few.kilobytes) },
        { what: `${large} open callbacks`, unit: 'kB', measured: measured(many.kilobytes) },
      ],
      ratios: [
        {
          what: `Redis memory at ${large}`,
          against: `at ${base}`,
          ratio: ratios(many.kilobytes, few.kilobytes),
          goal: { atMost: 1.2 },
        },
      ],
    },
    { json: values.json },
  );
}

/** Each round begins with an empty Redis, which the sweeps fill. */
async function memoryWith(cases: number, rounds: number): Promise<{ keys: number; kilobytes: number[] }> {
  const store = await testRedis();
  const state = await largeState(cases);
  const office = await openOffice(state, store.url);
  const redis = new Redis(store.url);
  try {
    const kilobytes: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await redis.flushdb();
      for (const sweep of office.sweeps) await office.runSweep(sweep);
      kilobytes.push((await bytesOfKeys(redis)) / 1024);
    }
    return { keys: await redis.dbsize(), kilobytes };
  } finally {
    redis.disconnect();
    await office.close();
    await state.drop();
  }
}

/** Redis' own reckoning of each key, all elements of it looked at; the server's total would count other databases. */
async function bytesOfKeys(redis: Redis): Promise<number> {
  let bytes = 0;
  for (const key of await redis.keys('*')) bytes += (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0;
  return bytes;
}
