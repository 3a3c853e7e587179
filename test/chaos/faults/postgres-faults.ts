import { setTimeout as delay } from 'node:timers/promises';
import { rowsFrom } from '../asking.ts';
import type { World } from '../world.ts';
import { mustHold, type Fault } from './fault.ts';

const terminateAll = `
  select pg_terminate_backend(pid) from pg_stat_activity
   where backend_type = 'client backend' and application_name <> 'chaos-harness'`;

const deathsOf = ({ product }: World): number => product.web.deaths() + product.worker.deaths();

export const backendsTerminated: Fault = {
  id: 15,
  name: 'Postgres backends terminated, five times',
  seconds: 3,
  async inject(world) {
    const before = deathsOf(world);
    for (let time = 1; time <= 5; time += 1) {
      await rowsFrom(world.stores.postgres.url, terminateAll);
      await delay(400);
    }
    mustHold(deathsOf(world) === before, 'a process ended');
  },
};

export const postgresKilled: Fault = {
  id: 16,
  name: 'Postgres killed and restarted',
  seconds: 4,
  async inject(world) {
    const before = deathsOf(world);
    const { server } = world.stores.postgres;
    server.signal('SIGKILL');
    await server.restart();
    mustHold(deathsOf(world) === before, 'a process ended');
  },
};
