import { ensureDependencies } from './provision/dependencies.mjs';
import { exitWith } from './provision/failure.mjs';
import { printLine } from './provision/progress.mjs';
import { withStores } from './provision/session.mjs';
import { root, temporaryPlan } from './setup.mjs';

/** npm run bench [-- <name>]: the ratios of the bench, on stores as durable as in production. */
async function main() {
  await ensureDependencies({ root, print: printLine });
  const plan = temporaryPlan({ durable: true, print: printLine });
  process.exitCode = await withStores(plan, ({ postgres, redis, runNode }) =>
    runNode({
      args: ['--import', 'tsx', 'bench/index.ts', ...process.argv.slice(2)],
      cwd: root,
      env: { ...process.env, TEST_PG_URL: postgres, TEST_REDIS_URL: redis },
    }),
  );
}

await main().catch(exitWith);
