import { Redis } from 'ioredis';
import { seededRandom, type Random } from '../support/random.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { persistently } from './asking.ts';
import { fictitiousNumbers } from './callers.ts';
import { startControl } from './naive/control.ts';
import { startProduct } from './product.ts';
import { startStores, type ChaosStores } from './stores.ts';
import type { Subject } from './subject.ts';

/** Everything that a fault can reach. */
export interface World {
  readonly product: Subject;
  readonly control: Subject;
  /** Both: what is done to one is done to the other. */
  readonly subjects: readonly Subject[];
  readonly stores: ChaosStores;
  /** The network before Postgres. */
  readonly databaseNetwork: TcpProxy;
  /** Of people who have not rung yet. */
  readonly numbers: Iterator<string, undefined>;
  /** The seed's choices for faults. */
  readonly random: Random;
  /** Does something with Redis, around whatever the fault has done to its clients. */
  readonly withRedis: <T>(work: (redis: Redis) => Promise<T>) => Promise<T>;
  /** After a fault that broke off half-way: everything runs again. */
  mend(): Promise<void>;
  stop(options?: { readonly keep: boolean }): Promise<void>;
}

export async function startWorld(seed: number, print: (line: string) => void): Promise<World> {
  const stores = await startStores(print);
  process.env['TEST_PG_URL'] = stores.postgres.url;
  const databaseNetwork = await tcpProxy(stores.postgres.url);
  const throughNetwork = (url: string) => {
    const changed = new URL(url);
    changed.host = new URL(databaseNetwork.url).host;
    return changed.href;
  };
  const ground = { ...stores, throughNetwork, seed };
  const product = await startProduct(ground);
  const control = await startControl(ground);
  const servers = [stores.postgres.server, stores.redis.server];
  return {
    product,
    control,
    subjects: [product, control],
    stores,
    databaseNetwork,
    numbers: fictitiousNumbers(),
    random: seededRandom(seed),
    withRedis: (work) =>
      persistently(async () => {
        const redis = new Redis(stores.redis.url, {
          maxRetriesPerRequest: 0,
          retryStrategy: () => null,
          lazyConnect: true,
        });
        redis.on('error', () => {});
        try {
          await redis.connect();
          return await work(redis);
        } finally {
          redis.disconnect();
        }
      }),
    async mend() {
      stores.disk?.free();
      databaseNetwork.forward();
      for (const server of servers) {
        if (server.isRunning()) server.signal('SIGCONT');
        else await server.restart();
      }
      for (const { web, worker, webhooks, provider, disorder } of [product, control]) {
        for (const gate of [webhooks, provider]) {
          gate.copies(1);
          gate.intercept(undefined);
        }
        disorder(false);
        for (const process of [web, worker]) {
          process.signal('SIGCONT');
          await process.ensure();
        }
      }
    },
    async stop(options) {
      await Promise.all([product.stop(), control.stop()]);
      await databaseNetwork.close();
      await stores.stop(options);
    },
  };
}
