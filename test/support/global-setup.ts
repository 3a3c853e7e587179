import { provisionStores } from '../../scripts/provision/stores.mjs';
import { temporaryPlan } from '../../scripts/setup.mjs';

/**
 * Gives integration tests their servers: those of the runner (`npm test` names them in TEST_PG_URL and
 * TEST_REDIS_URL), else a Postgres and a Redis of this run's own.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const print = (line: string) => void process.stderr.write(`${line}\n`);
  const stores = await provisionStores(temporaryPlan({ durable: false, print }));
  process.env['TEST_PG_URL'] = stores.postgres.url;
  process.env['TEST_REDIS_URL'] = stores.redis.url;
  return stores.stop;
}
