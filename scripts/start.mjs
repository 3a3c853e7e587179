import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuild, isBuilt } from './provision/build.mjs';
import { ensureDependencies } from './provision/dependencies.mjs';
import { exitWith } from './provision/failure.mjs';
import { root } from './setup.mjs';

/**
 * npm start: production. Installs and compiles what is missing, then becomes the application, so that
 * signals reach it. Stores are the operator's. What it says goes to stderr: stdout carries the log.
 */
async function main() {
  const print = (/** @type {string} */ line) => void process.stderr.write(`${line}\n`);
  await ensureDependencies({ root, print, dev: !isBuilt(root) });
  await ensureBuild({ root, print });
  await import(pathToFileURL(join(root, 'dist/src/main.js')).href);
}

await main().catch(exitWith);
