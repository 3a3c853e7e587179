import { setTimeout as delay } from 'node:timers/promises';
import { connectTo, persistently, rowsFrom } from '../asking.ts';
import { placeCall } from '../callers.ts';
import type { World } from '../world.ts';
import { allAnswered, measureCalls, mustHold, type Fault } from './fault.ts';

const terminateAll = `
  select pg_terminate_backend(pid) from pg_stat_activity
   where backend_type = 'client backend' and application_name <> 'chaos-harness'`;

/** Does something to Postgres: no process of the product ends of it, and every webhook is answered with words. */
async function withoutHarm(world: World, work: () => Promise<void>): Promise<{ readonly remark: string }> {
  const { product } = world;
  const deaths = () => product.web.deaths() + product.worker.deaths();
  const before = deaths();
  const stopMeasuring = measureCalls(product);
  await work();
  const remark = allAnswered(stopMeasuring());
  mustHold(deaths() === before, 'a process ended');
  return { remark };
}

export const backendsTerminated: Fault = {
  id: 15,
  name: 'Postgres backends terminated, five times',
  seconds: 3,
  inject: (world) =>
    withoutHarm(world, async () => {
      for (let time = 1; time <= 5; time += 1) {
        await rowsFrom(world.stores.postgres.url, terminateAll);
        await delay(400);
      }
    }),
};

export const postgresKilled: Fault = {
  id: 16,
  name: 'Postgres killed and restarted',
  seconds: 4,
  inject: (world) =>
    withoutHarm(world, async () => {
      const { server } = world.stores.postgres;
      server.signal('SIGKILL');
      await server.restart();
    }),
};

const swallowedMs = 6_000;

export const blackHole: Fault = {
  id: 17,
  name: 'network before Postgres swallows packets',
  seconds: 8,
  inject: (world) =>
    withoutHarm(world, async () => {
      world.databaseNetwork.swallow();
      await delay(swallowedMs);
      world.databaseNetwork.forward();
    }),
};

/** More than twice as many as the web has connections. */
const burst = 40;

export const poolExhausted: Fault = {
  id: 18,
  name: 'every connection of the web held',
  seconds: 8,
  inject: (world) =>
    withoutHarm(world, async () => {
      const { product, numbers } = world;
      const client = await persistently(() => connectTo(product.databaseUrl));
      await client.query('begin; lock table calls in access exclusive mode');
      const calls = Array.from({ length: burst }, () => numbers.next().value ?? '').map((number) =>
        placeCall(product, number, { kind: 'noAnswer' }),
      );
      await delay(4_000);
      await client.query('commit');
      await client.end();
      await Promise.all(calls);
    }),
};

const lockRows = `
  begin;
  select from callbacks where id in (select id from callbacks order by random() limit 5) for update;
  select pg_sleep(0.2);
  select from outbox where id in (select id from outbox order by id desc limit 20) for update;
  select pg_sleep(0.2);
  select from callbacks where id in (select id from callbacks order by random() limit 5) for update;
  commit`;

export const lockFight: Fault = {
  id: 19,
  name: 'lock fight and deadlocks',
  seconds: 6,
  inject: (world) =>
    withoutHarm(world, async () => {
      const until = performance.now() + 5_000;
      const fight = async () => {
        while (performance.now() < until) {
          const client = await persistently(() => connectTo(world.product.databaseUrl));
          await client.query(lockRows).catch(() => {}); // a deadlock may be ours to lose
          await client.end();
        }
      };
      await Promise.all([fight(), fight(), fight()]);
    }),
};

export const diskFull: Fault = {
  id: 20,
  name: 'disk of Postgres and Redis full',
  seconds: 8,
  async inject(world) {
    const { disk, postgres, redis } = world.stores;
    if (disk === undefined) return { impossible: 'a disk of its own must be mounted, which needs root' };
    const stopMeasuring = measureCalls(world.product);
    disk.fill();
    await delay(4_000);
    disk.free();
    const ended = [postgres, redis].filter(({ server }) => !server.isRunning());
    for (const { server } of ended) await server.restart(); // as whoever runs them would
    const remark = allAnswered(stopMeasuring());
    return { remark: `${remark}; ${ended.length} stores ended and were started again` };
  },
};
