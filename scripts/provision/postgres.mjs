import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from './children.mjs';
import { ProvisionError } from './failure.mjs';
import { freePort } from './ports.mjs';
import { endLeftover, isAlive, run, waitUntil } from './processes.mjs';

/**
 * @typedef {object} PrivateStore a server that this process started and stops
 * @property {string} url
 * @property {string} what for people, such as `PostgreSQL 15.18`
 * @property {import('./children.mjs').Child} child
 */

/** @typedef {import('./postgres-binaries.mjs').PostgresBinaries} PostgresBinaries */

const owner = 'hotline';

/** Nothing of the caller's environment: a stray PGDATA or LC_ALL must not change what we start. */
const baseEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Where a server of this major keeps its data; majors cannot read each other's.
 *
 * @param {string} folder
 * @param {number} major
 */
const dataFolder = (folder, major) => join(folder, `postgres-${major}`);

/**
 * Of the servers at hand the first, unless the folder holds the data of another: then that one.
 *
 * @param {readonly PostgresBinaries[]} candidates
 * @param {string} folder
 * @returns {PostgresBinaries | undefined}
 * @throws {ProvisionError} when the folder's data needs a major that is not at hand
 */
export function pickBinaries(candidates, folder) {
  const held = existsSync(folder)
    ? readdirSync(folder)
        .flatMap((name) => /^postgres-(\d+)$/.exec(name)?.[1] ?? [])
        .map(Number)
    : [];
  if (held.length === 0 || candidates.length === 0) return candidates[0];
  const match = candidates.find(({ major }) => held.includes(major));
  if (match) return match;
  throw new ProvisionError(
    `${folder} holds data of PostgreSQL ${held.join(', ')}, which is not on this machine any more: install it, or start over with --reset.`,
  );
}

/**
 * Starts a private Postgres on a free port of 127.0.0.1, with its data in `folder`; makes the cluster and
 * the database first where they are not there.
 *
 * @param {object} options
 * @param {PostgresBinaries} options.binaries
 * @param {string} options.folder
 * @param {string} options.database
 * @param {string} options.password of the owner `hotline`, a superuser of this private server
 * @param {boolean} options.durable false trades crash safety for speed: tests only
 * @param {import('./account.mjs').Account} options.account
 * @param {NodeJS.ProcessEnv} options.env libraries of a private copy of the server
 * @param {number} [options.port] of a server that is started again where its clients look for it
 * @returns {Promise<PrivateStore>}
 * @throws {ProvisionError}
 */
export async function startPostgres({
  binaries,
  folder,
  database,
  password,
  durable,
  account,
  env,
  port: given,
}) {
  const cleanEnv = { ...baseEnv, ...env };
  const data = dataFolder(folder, binaries.major);
  const logFile = join(folder, 'postgres.log');
  await endLeftoverPostgres(data);
  if (!existsSync(join(data, 'hotline-ready')))
    await makeCluster({ binaries, data, folder, database, password, account, env: cleanEnv });

  for (let attempt = 1; ; attempt += 1) {
    const port = given ?? (await freePort());
    const child = await startChild({
      command: join(binaries.bin, 'postgres'),
      args: ['-D', data, ...settings(port, durable)],
      cwd: data,
      env: cleanEnv,
      account,
      logFile,
      stopSignal: 'SIGINT', // fast shutdown: does not wait for clients
      stopWithinMs: 20_000,
    });
    const isReady = () => {
      const file = readPidFile(data);
      return file?.pid === child.pid && file.status === 'ready';
    };
    await waitUntil(() => isReady() || !child.isRunning(), 60_000);
    if (child.isRunning() && isReady()) {
      const url = `postgres://${owner}:${password}@127.0.0.1:${port}/${database}`;
      return { url, what: `PostgreSQL ${binaries.version} from ${binaries.from}`, child };
    }
    await child.stop();
    const log = readFileSync(logFile, 'utf8');
    if (attempt === 3 || !log.slice(-2_000).includes('Address already in use')) {
      throw new ProvisionError(`PostgreSQL did not start; its log is ${logFile}:\n${lastLines(log)}`);
    }
  }
}

/**
 * @param {number} port
 * @param {boolean} durable
 */
function settings(port, durable) {
  const values = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // An error's detail and statement quote rows; what callers said must not reach a log.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...(durable
      ? {}
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * @param {object} options
 * @param {PostgresBinaries} options.binaries
 * @param {string} options.data
 * @param {string} options.folder
 * @param {string} options.database
 * @param {string} options.password
 * @param {import('./account.mjs').Account} options.account
 * @param {NodeJS.ProcessEnv} options.env
 */
async function makeCluster({ binaries, data, folder, database, password, account, env }) {
  rmSync(data, { recursive: true, force: true }); // half-made by a run that was killed
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, 'postgres-password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) for (const path of [data, passwordFile]) chownSync(path, account.uid, account.gid);

  const flags = [
    '-D',
    data,
    '-U',
    owner,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-sync',
  ];
  const initdb = (/** @type {string} */ locale) =>
    run(join(binaries.bin, 'initdb'), [...flags, `--locale=${locale}`], { account, cwd: folder, env });
  let made = await initdb('C.UTF-8');
  if (made.code !== 0) made = await initdb('C'); // older macOS and some minimal images have no C.UTF-8
  rmSync(passwordFile);
  if (made.code !== 0) throw new ProvisionError(`PostgreSQL's initdb failed:\n${lastLines(made.output)}`);

  // A server in single-user mode needs neither a port nor a client program.
  const created = await run(join(binaries.bin, 'postgres'), ['--single', '-F', '-D', data, 'postgres'], {
    account,
    cwd: data,
    env,
    input: `create database ${database}\n`,
  });
  if (created.code !== 0)
    throw new ProvisionError(`PostgreSQL could not make the database:\n${lastLines(created.output)}`);
  writeFileSync(join(data, 'hotline-ready'), '');
}

/** @param {string} data */
function readPidFile(data) {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), status: lines[7]?.trim() };
  } catch {
    return undefined;
  }
}

/**
 * A server that a killed run left on this data is stopped cleanly. The pid of the pid file is ours only if
 * its command line names this very folder; where the system has given that pid to a stranger, the file goes,
 * since Postgres would refuse to start beside it. Any other stale file is left for Postgres to judge.
 *
 * @param {string} data
 */
export async function endLeftoverPostgres(data) {
  const pid = readPidFile(data)?.pid;
  if (pid === undefined || !isAlive(pid)) return;
  const ended = await endLeftover(
    pid,
    (line) => line.includes('postgres') && line.includes(`-D ${data} `),
    'SIGINT',
  );
  if (!ended) rmSync(join(data, 'postmaster.pid'), { force: true });
}

/** @param {string} text */
const lastLines = (text) => text.trim().split('\n').slice(-8).join('\n');
