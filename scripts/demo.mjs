import { ensureDependencies } from './provision/dependencies.mjs';
import { exitWith } from './provision/failure.mjs';
import { resetData } from './provision/leftovers.mjs';
import { printLine } from './provision/progress.mjs';
import { withStores } from './provision/session.mjs';
import { dataDir, root } from './setup.mjs';

/**
 * npm run demo [-- --reset] [-- --once]: private stores that keep their data between runs, then the
 * application on them. Ctrl-C ends both.
 */
async function main() {
  const args = process.argv.slice(2);
  const folder = dataDir();
  printLine('Starting the Hotline demo');
  await ensureDependencies({ root, print: printLine });
  if (args.includes('--reset')) {
    await resetData(root, folder);
    printLine(`  ✓ emptied ${folder}`);
  }
  const plan = {
    root,
    dataDir: folder,
    database: 'hotline',
    durable: true,
    urls: { postgres: process.env['DATABASE_URL'], redis: process.env['REDIS_URL'] },
    print: printLine,
  };
  process.exitCode = await withStores(plan, ({ postgres, redis, runNode }) =>
    runNode({
      args: ['--import', 'tsx', 'src/cli.ts', 'demo', ...args.filter((arg) => arg !== '--reset')],
      cwd: root,
      env: { ...process.env, DATABASE_URL: postgres, REDIS_URL: redis, HOTLINE_DATA_DIR: folder },
    }),
  );
}

await main().catch(exitWith);
