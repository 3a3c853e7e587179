import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './provision/dependencies.mjs';
import { exitWith } from './provision/failure.mjs';
import { printLine } from './provision/progress.mjs';
import { provisionStores } from './provision/stores.mjs';

/** The checkout. */
export const root = resolve(fileURLToPath(import.meta.url), '../..');

/** Where the demo keeps its private stores, its keys and its recordings. */
export function dataDir(given = process.env['HOTLINE_DATA_DIR'] ?? '') {
  if (given === '') return join(root, '.hotline');
  return isAbsolute(given) ? given : resolve(process.env['INIT_CWD'] ?? process.cwd(), given);
}

/**
 * One Postgres and one Redis for a run of tests or of the bench, gone when it ends. TEST_PG_URL and
 * TEST_REDIS_URL name servers to use instead; DATABASE_URL is never used here, since it may be real.
 *
 * @param {{ durable: boolean, print: import('./provision/progress.mjs').Print }} options
 * @returns {import('./provision/stores.mjs').Plan}
 */
export const temporaryPlan = ({ durable, print }) => ({
  root,
  database: 'test_control',
  durable,
  urls: { postgres: process.env['TEST_PG_URL'], redis: process.env['TEST_REDIS_URL'] },
  print,
});

/** Makes this machine ready for `npm run demo` and `npm test`, and prints what they will use. */
async function main() {
  printLine('Setting up Hotline');
  await ensureDependencies({ root, print: printLine });
  const stores = await provisionStores(temporaryPlan({ durable: false, print: printLine }));
  await stores.stop();
  printLine('Ready: npm run demo, npm test');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main().catch(exitWith);
