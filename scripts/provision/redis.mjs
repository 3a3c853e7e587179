import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { startChild } from './children.mjs';
import { ProvisionError } from './failure.mjs';
import { freePort } from './ports.mjs';
import { endLeftover, waitUntil } from './processes.mjs';

/** @typedef {{ command: string, version: string, what: string, env?: NodeJS.ProcessEnv }} RedisBinary */

/**
 * `Redis server v=7.0.15 sha=…` or `Valkey server v=8.0.1 …`.
 *
 * @param {string} output of `redis-server --version`
 * @returns {{ name: string, version: string } | undefined}
 */
export function parseRedisVersion(output) {
  const match = /(Redis|Valkey) server v=(\d+\.\d+[\w.]*)/.exec(output);
  return match?.[1] && match[2] ? { name: match[1], version: match[2] } : undefined;
}

/**
 * The path stays as it was found: `redis-server` is often a symlink to `redis-check-rdb`, which decides by
 * the name it is called by which of the two it is.
 *
 * @param {string} command
 * @param {NodeJS.ProcessEnv} [env] libraries of a private copy
 * @returns {RedisBinary | undefined} undefined when it does not run or is older than 6.2, BullMQ's floor
 */
export function inspectRedis(command, env) {
  const output =
    spawnSync(command, ['--version'], { encoding: 'utf8', env: { ...process.env, ...env } }).stdout ?? '';
  const found = parseRedisVersion(output);
  if (!found || Number.parseFloat(found.version) < 6.2) return undefined;
  return {
    command,
    version: found.version,
    what: `${found.name} ${found.version} from ${command}`,
    ...(env && { env }),
  };
}

/**
 * @param {string} [path] as in the environment
 * @returns {RedisBinary | undefined}
 */
export function installedRedis(path = process.env['PATH'] ?? '') {
  // Debian keeps servers out of an ordinary user's PATH; Homebrew's folder is missing from some shells.
  const folders = [
    ...path.split(delimiter).filter(Boolean),
    '/usr/local/bin',
    '/usr/bin',
    '/opt/homebrew/bin',
  ];
  for (const name of ['redis-server', 'valkey-server']) {
    for (const folder of new Set(folders)) {
      const found = existsSync(join(folder, name)) ? inspectRedis(join(folder, name)) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

/**
 * Starts a private Redis on a free port of 127.0.0.1, with its data in `folder`.
 *
 * @param {object} options
 * @param {RedisBinary} options.binary
 * @param {string} options.folder
 * @param {string} options.password
 * @param {boolean} options.durable
 * @param {import('./account.mjs').Account} options.account
 * @param {number} [options.port] of a server that is started again where its clients look for it
 * @returns {Promise<import('./postgres.mjs').PrivateStore>}
 * @throws {ProvisionError}
 */
export async function startRedis({ binary, folder, password, durable, account, port: given }) {
  const data = join(folder, 'redis');
  const config = join(data, 'redis.conf');
  const logFile = join(folder, 'redis.log');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  await endLeftoverRedis(data);

  for (let attempt = 1; ; attempt += 1) {
    const port = given ?? (await freePort());
    writeFileSync(config, settings({ port, data, password, durable }), { mode: 0o600 });
    if (account) for (const path of [data, config]) chownSync(path, account.uid, account.gid);
    const child = await startChild({
      command: binary.command,
      args: [config],
      cwd: data,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...binary.env },
      account,
      logFile,
      stopSignal: 'SIGTERM',
      stopWithinMs: 10_000,
    });
    const ready = await waitUntil(async () => !child.isRunning() || (await answers(port, password)), 60_000);
    if (ready && child.isRunning())
      return { url: `redis://:${password}@127.0.0.1:${port}/0`, what: binary.what, child };
    await child.stop();
    const log = readFileSync(logFile, 'utf8');
    if (attempt === 3 || !log.slice(-2_000).includes('Address already in use')) {
      throw new ProvisionError(
        `Redis did not start; its log is ${logFile}:\n${log.trim().split('\n').slice(-8).join('\n')}`,
      );
    }
  }
}

/**
 * `noeviction`: a queue that forgets jobs when memory is short loses promises. `hz 100`: Redis wakes its
 * blocked clients on this tick, so at the default of 10 delayed jobs run up to 100 ms late.
 *
 * @param {{ port: number, data: string, password: string, durable: boolean }} options
 */
const settings = ({ port, data, password, durable }) => `bind 127.0.0.1
port ${port}
protected-mode yes
requirepass ${password}
dir "${data}"
databases 256
maxmemory-policy noeviction
hz 100
appendonly ${durable ? 'yes' : 'no'}
appendfsync everysec
save ""
daemonize no
set-proc-title no
pidfile "${join(data, 'redis.pid')}"
`;

/**
 * @param {number} port
 * @param {string} password
 * @returns {Promise<boolean>} whether it answers PING: while it loads its file it answers LOADING
 */
function answers(port, password) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let reply = '';
    const finish = (/** @type {boolean} */ ready) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.on('data', (chunk) => {
      reply += chunk.toString();
      if (reply.includes('+PONG')) finish(true);
      else if (reply.includes('-')) finish(false);
    });
  });
}

/**
 * A server that a killed run left on this data is stopped cleanly; ours only if its command line names the
 * very configuration file (`set-proc-title no` keeps it there).
 *
 * @param {string} data
 */
export async function endLeftoverRedis(data) {
  const pidFile = join(data, 'redis.pid');
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  if (pid > 0)
    await endLeftover(pid, (line) => line.endsWith(`-server ${join(data, 'redis.conf')}`), 'SIGTERM');
}
