import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { canEnter } from './account.mjs';
import { ProvisionError } from './failure.mjs';
import { startTime } from './processes.mjs';

/** @typedef {import('./account.mjs').Account} Account */

const marker = 'made-by-hotline.json';
const lockFile = 'running.json';
const temporaryPrefix = 'hotline-run-';

/** Servers that we fetched; no run's data, so a reset keeps it. */
export const packagesFolder = 'packages';

/**
 * Makes `folder` ours, or says why it cannot be: a setting that points at somebody's home must not fill it
 * with our files, nor let `--reset` empty it.
 *
 * @param {string} folder
 * @throws {ProvisionError} when it holds files and no marker of ours
 */
export function openFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (!lstatSync(folder).isDirectory())
    throw new ProvisionError(`${folder} must be a folder, not a link or a file.`);
  if (existsSync(join(folder, marker))) return;
  if (readdirSync(folder).length > 0) {
    throw new ProvisionError(
      `${folder} holds files that are not Hotline's: set HOTLINE_DATA_DIR to an empty folder.`,
    );
  }
  writeFileSync(
    join(folder, marker),
    '{ "what": "private data of Hotline; npm run demo -- --reset empties it" }\n',
  );
}

/**
 * Takes the folder for this process.
 *
 * @param {string} folder opened
 * @returns {() => void} gives it back
 * @throws {ProvisionError} when another process that still runs has it
 */
export function lockFolder(folder) {
  const path = join(folder, lockFile);
  const mine = { pid: process.pid, started: startTime(process.pid), host: hostname() };
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = lockHolder(folder);
    if (holder !== undefined) {
      throw new ProvisionError(
        `Another Hotline (process ${holder}) is running on ${folder}: stop it first, or set HOTLINE_DATA_DIR to another folder.`,
      );
    }
    rmSync(path, { force: true }); // left by a run that was killed
  }
}

/**
 * @param {string} folder
 * @returns {number | undefined} the process that has the folder, if it still runs
 */
function lockHolder(folder) {
  const lock = readLock(folder);
  return lock && lock.started !== '' && startTime(lock.pid) === lock.started ? lock.pid : undefined;
}

/**
 * @param {string} folder
 * @returns {{ pid: number, started: string, host: string } | undefined}
 */
function readLock(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, lockFile), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Deletes what an earlier run made; the folder itself stays, since it may be a mount.
 *
 * @param {string} folder
 * @param {() => Promise<void>} endLeftovers stops servers that still use it
 * @throws {ProvisionError} when it is not ours, or in use
 */
export async function resetFolder(folder, endLeftovers) {
  openFolder(folder);
  const release = lockFolder(folder);
  await endLeftovers();
  const stays = (/** @type {string} */ name) =>
    [marker, lockFile, packagesFolder].includes(name) || name.startsWith(temporaryPrefix);
  for (const name of readdirSync(folder).filter((entry) => !stays(entry))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  release();
}

/**
 * The store's passwords, made once for a folder.
 *
 * @param {string} folder
 * @returns {{ postgres: string, redis: string }}
 */
export function passwords(folder) {
  const path = join(folder, 'passwords.json');
  if (!existsSync(path)) {
    const made = { postgres: randomBytes(18).toString('hex'), redis: randomBytes(18).toString('hex') };
    writeFileSync(path, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path, 'utf8'));
}

/**
 * Where the stores of a data folder live: inside it, unless their account may not enter it (a checkout under
 * /root). Then, as root, in a folder of the system that is tied to it by name.
 *
 * @param {string} dataDir
 * @param {Account} account
 * @returns {string}
 */
export function storesFolder(dataDir, account) {
  if (canEnter(dataDir, account)) return dataDir;
  return `/var/lib/hotline/${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)}`;
}

/**
 * A folder for one run, deleted at its end.
 *
 * @param {readonly string[]} parents the first that the account can enter is taken
 * @param {Account} account
 * @returns {string}
 * @throws {ProvisionError}
 */
export function temporaryFolder(parents, account) {
  const parent = parents.find((folder) => existsSync(folder) && canEnter(folder, account));
  if (parent === undefined)
    throw new ProvisionError(`None of ${parents.join(', ')} can be used: set TMPDIR.`);
  const folder = mkdtempSync(join(parent, temporaryPrefix));
  chmodSync(folder, 0o755); // the stores' account passes through
  writeFileSync(join(folder, marker), '{ "what": "one run of Hotline, deleted at its end" }\n');
  return folder;
}

/** Memory-backed on many systems, which suits a run that need not survive a crash. */
export const temporaryParents = () => [...new Set([tmpdir(), '/tmp', '/var/tmp'])];

/**
 * Temporary folders whose run was killed before it could delete them. A lock taken on another host (a
 * container that shares our /tmp) is not ours to judge.
 *
 * @param {readonly string[]} parents
 * @returns {string[]}
 */
export function abandonedFolders(parents) {
  return parents
    .filter((parent) => existsSync(parent))
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)))
    .filter((folder) => basename(folder).startsWith(temporaryPrefix) && existsSync(join(folder, marker)))
    .filter((folder) => readLock(folder)?.host === hostname() && lockHolder(folder) === undefined);
}

/**
 * Puts a finished folder in its place, or discards it when another run was faster.
 *
 * @param {string} finished
 * @param {string} place
 */
export function renameOnce(finished, place) {
  try {
    renameSync(finished, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
    rmSync(finished, { recursive: true, force: true });
  }
}
