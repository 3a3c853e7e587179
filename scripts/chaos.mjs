import { ensureDependencies } from './provision/dependencies.mjs';
import { exitWith } from './provision/failure.mjs';
import { printLine } from './provision/progress.mjs';
import { withStores } from './provision/session.mjs';
import { root, temporaryPlan } from './setup.mjs';

/** npm run chaos [-- --seed 7 --seconds 20]: always on private stores, since it empties Redis. */
async function main() {
  await ensureDependencies({ root, print: printLine });
  const shared = temporaryPlan({ durable: true, print: printLine });
  const plan = { ...shared, urls: { postgres: undefined, redis: undefined } };
  process.exitCode = await withStores(plan, ({ postgres, redis, runNode }) =>
    runNode({
      args: ['--import', 'tsx', 'test/chaos/index.ts', ...process.argv.slice(2)],
      cwd: root,
      env: { ...process.env, TEST_PG_URL: postgres, TEST_REDIS_URL: redis },
    }),
  );
}

await main().catch(exitWith);
