import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ProvisionError } from './failure.mjs';
import { freePort } from './ports.mjs';
import { run } from './processes.mjs';

/** @typedef {'postgres' | 'redis'} Service */

/**
 * Whether a Docker engine with compose answers. Asked only where a socket exists, so that machines without
 * Docker lose no time.
 *
 * @returns {Promise<boolean>}
 */
export async function dockerAnswers() {
  const host = process.env['DOCKER_HOST'];
  const sockets = ['/var/run/docker.sock', join(homedir(), '.docker/run/docker.sock')];
  if (host === undefined && !sockets.some((path) => existsSync(path))) return false;
  if (host?.startsWith('unix://') && !existsSync(host.slice('unix://'.length))) return false;
  const [engine, compose] = await Promise.all([
    run('docker', ['version', '--format', '{{.Server.Version}}'], { timeoutMs: 5_000 }),
    run('docker', ['compose', 'version'], { timeoutMs: 5_000 }),
  ]);
  return engine.code === 0 && compose.code === 0;
}

/**
 * Starts one service of docker-compose.yml as a project of its own on a free port of 127.0.0.1.
 *
 * @param {object} options
 * @param {string} options.root of the checkout
 * @param {Service} options.service
 * @param {string} options.project the same name finds the same volume again
 * @param {string} options.database
 * @param {string} options.password
 * @param {boolean} options.durable
 * @param {boolean} options.keep whether the data outlives `stop`
 * @returns {Promise<{ url: string, what: string, stop: () => Promise<void> }>}
 * @throws {ProvisionError}
 */
export async function startContainer({ root, service, project, database, password, durable, keep }) {
  const port = await freePort();
  const name = service.toUpperCase();
  const env = {
    ...process.env,
    [`HOTLINE_${name}_PORT`]: String(port),
    [`HOTLINE_${name}_PASSWORD`]: password,
    HOTLINE_POSTGRES_DATABASE: database,
    HOTLINE_POSTGRES_FSYNC: durable ? 'on' : 'off',
    HOTLINE_REDIS_APPENDONLY: durable ? 'yes' : 'no',
  };
  const compose = (/** @type {readonly string[]} */ ...args) =>
    run(
      'docker',
      ['compose', '--project-name', project, '--file', join(root, 'docker-compose.yml'), ...args],
      { env },
    );
  const stop = async () => void (await (keep ? compose('stop') : compose('down', '--volumes')));

  const up = await compose('up', '--detach', '--wait', '--no-deps', service);
  if (up.code !== 0) {
    await stop();
    throw new ProvisionError(
      `Docker could not start ${service}:\n${up.output.trim().split('\n').slice(-4).join('\n')}`,
    );
  }
  const url =
    service === 'postgres'
      ? `postgres://hotline:${password}@127.0.0.1:${port}/${database}`
      : `redis://:${password}@127.0.0.1:${port}/0`;
  return { url, what: `${service} in Docker (project ${project})`, stop };
}

/**
 * Removes the containers and volumes of a run that was killed.
 *
 * @param {string} root
 * @param {string} project
 */
export const removeProject = async (root, project) =>
  void (await run('docker', [
    'compose',
    '--project-name',
    project,
    '--file',
    join(root, 'docker-compose.yml'),
    'down',
    '--volumes',
  ]));
