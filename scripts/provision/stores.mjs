import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { storeAccount } from './account.mjs';
import { fetchPackage, hasApt } from './apt.mjs';
import { choose, parseWay } from './choose.mjs';
import { dockerAnswers, startContainer } from './docker.mjs';
import { ProvisionError } from './failure.mjs';
import * as folders from './folder.mjs';
import { dockerProject, removeAbandoned } from './leftovers.mjs';
import { embeddedFolder, inspectBinaries, installedBinaries, prepareEmbedded } from './postgres-binaries.mjs';
import { pickBinaries, startPostgres } from './postgres.mjs';
import { step } from './progress.mjs';
import { inspectRedis, installedRedis, startRedis } from './redis.mjs';

/** @typedef {import('./choose.mjs').Way} Way */

/**
 * A server that we started as a process of our own: the fault runs kill it, freeze it and bring it back.
 *
 * @typedef {object} Server
 * @property {string} folder that holds its data
 * @property {() => boolean} isRunning
 * @property {() => Promise<unknown>} ended resolves when its first process is gone
 * @property {(signal: NodeJS.Signals) => void} signal to its first process
 * @property {() => Promise<void>} restart waits until it has ended, and starts it at the same address on the same data
 */

/** @typedef {{ url: string, what: string, stop: () => Promise<void>, server?: Server }} Store */

/**
 * @typedef {object} Plan
 * @property {string} root of the checkout
 * @property {string} [dataDir] where the data stays; without one it is gone after `stop`
 * @property {string} database name of the database to make
 * @property {boolean} durable false trades crash safety for speed: tests only
 * @property {{ postgres?: string | undefined, redis?: string | undefined }} urls servers that we were told to use
 * @property {import('./progress.mjs').Print} print
 * @property {false} [docker] refuses it, for who must reach the servers' processes
 */

/** @typedef {Plan & { folder: string, packages: string, account: import('./account.mjs').Account }} Place */

/**
 * Brings up Postgres and Redis, each in the first way of `choose.mjs` that this machine has. Nothing that
 * was already running is touched, and nothing that is started here outlives this process.
 *
 * @param {Plan} plan
 * @returns {Promise<{ postgres: Store, redis: Store, stop: () => Promise<void> }>}
 * @throws {ProvisionError}
 */
export async function provisionStores(plan) {
  const account = storeAccount();
  const shared = openShared(plan.root, account);
  await removeAbandoned(plan.root, [...folders.temporaryParents(), shared], plan.print);

  const { folder, close } =
    plan.dataDir === undefined ? temporary(plan, shared, account) : lasting(plan.dataDir, account);
  const place = { ...plan, folder, packages: join(shared, folders.packagesFolder), account };
  mkdirSync(place.packages, { recursive: true });
  const [postgres, redis] = await Promise.allSettled([ensurePostgres(place), ensureRedis(place)]);

  const stop = async () => {
    const started = [postgres, redis].flatMap((result) =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    await Promise.all(started.map((store) => store.stop()));
    close();
  };
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    return { postgres: postgres.value, redis: redis.value, stop };
  }
  await stop();
  throw postgres.status === 'rejected'
    ? postgres.reason
    : redis.status === 'rejected'
      ? redis.reason
      : undefined;
}

/**
 * @param {Place} place
 * @returns {Promise<Store>}
 */
export function ensurePostgres(place) {
  const { account, database, durable, folder, packages, root } = place;
  const password = folders.passwords(folder).postgres;
  const native = embeddedFolder(root);
  const installed = installedBinaries();
  const start = async (
    /** @type {(import('./postgres-binaries.mjs').PostgresBinaries | undefined)[]} */ found,
    /** @type {NodeJS.ProcessEnv} */ env = {},
  ) => {
    const binaries = pickBinaries(
      found.filter((one) => one !== undefined),
      folder,
    );
    if (!binaries) throw new ProvisionError('The PostgreSQL that was found does not run on this machine.');
    return privately(place, (port) =>
      startPostgres({ binaries, folder, database, password, durable, account, env, ...port }),
    );
  };
  return ensureStore(place, {
    name: 'PostgreSQL',
    service: 'postgres',
    url: place.urls.postgres,
    has: { binaries: installed.length > 0, embedded: native !== undefined },
    start: {
      binaries: () => start(installed),
      embedded: () => start(native === undefined ? [] : [prepareEmbedded(native, packages, account)]),
      apt: async () => {
        const fetched = await fetchPackage('postgres', packages);
        const versions = join(fetched.root, 'usr/lib/postgresql');
        const bins = readdirSync(versions).map((version) => join(versions, version, 'bin'));
        return start(
          bins.map((bin) => inspectBinaries(bin, 'the system’s packages', fetched.env)),
          fetched.env,
        );
      },
    },
    remedy:
      'PostgreSQL 15 or newer is missing: install it (apt-get install postgresql, brew install postgresql@17), start Docker, or set DATABASE_URL.',
  });
}

/**
 * @param {Place} place
 * @returns {Promise<Store>}
 */
export function ensureRedis(place) {
  const { account, durable, folder, packages } = place;
  const password = folders.passwords(folder).redis;
  const installed = installedRedis();
  const start = async (/** @type {import('./redis.mjs').RedisBinary | undefined} */ binary) => {
    if (!binary) throw new ProvisionError('The Redis that was found does not run on this machine.');
    return privately(place, (port) => startRedis({ binary, folder, password, durable, account, ...port }));
  };
  return ensureStore(place, {
    name: 'Redis',
    service: 'redis',
    url: place.urls.redis,
    has: { binaries: installed !== undefined }, // npm has no Redis that works offline
    start: {
      binaries: () => start(installed),
      apt: async () => {
        const fetched = await fetchPackage('redis', packages);
        return start(inspectRedis(join(fetched.root, 'usr/bin/redis-server'), fetched.env));
      },
    },
    remedy:
      'Redis 6.2 or newer is missing: install redis-server or valkey-server (apt-get install redis-server, brew install redis), start Docker, or set REDIS_URL.',
  });
}

/**
 * @typedef {object} Kind
 * @property {string} name
 * @property {'postgres' | 'redis'} service
 * @property {string | undefined} url
 * @property {{ binaries: boolean, embedded?: boolean }} has
 * @property {Partial<Record<Way, () => Promise<Store>>>} start
 * @property {string} remedy
 */

/**
 * @param {Place} place
 * @param {Kind} kind
 * @returns {Promise<Store>}
 */
async function ensureStore(place, kind) {
  const { url } = kind;
  if (url) return { url, what: `${kind.name} at the URL that was given`, stop: async () => undefined };

  const forced = parseWay(process.env['HOTLINE_PROVISION']);
  const offers = { ...kind.has, apt: hasApt(), docker: place.docker ?? (await dockerAnswers()) };
  const start = (/** @type {Way | undefined} */ way) => {
    const work = way === 'docker' ? () => inDocker(place, kind.service) : way && kind.start[way];
    if (!work) throw new ProvisionError(kind.remedy);
    const what =
      way === 'apt' ? `fetching ${kind.name} from the system’s package source` : `starting ${kind.name}`;
    return step(what, work, place.print, (store) => store.what).catch((error) => {
      if (way === 'apt' && error instanceof ProvisionError) error.message += `\n${kind.remedy}`;
      throw error;
    });
  };
  const way = choose(offers, forced);
  if (way !== 'docker' || forced === 'docker') return start(way);
  try {
    return await start('docker');
  } catch (error) {
    // An engine without the image and without a network need not stop anybody who has the binaries.
    if (!(error instanceof ProvisionError)) throw error;
    place.print(`  ! ${error.message.replaceAll('\n', ' ')}`);
    return start(choose({ ...offers, docker: false }, undefined));
  }
}

/**
 * @param {Place} place
 * @param {(port?: { port: number }) => Promise<import('./postgres.mjs').PrivateStore>} start
 * @returns {Promise<Store>}
 */
async function privately({ print, folder }, start) {
  /** Whether its end was asked for. */
  let ending = false;
  let running = await start();
  const { url, what } = running;
  const watch = () => {
    ending = false;
    void running.child.exited.then(
      ({ code, signal }) =>
        ending || print(`  ! ${what} stopped by itself (${signal ?? code}); its log is in ${folder}`),
    );
  };
  watch();
  return {
    url,
    what,
    stop: () => {
      ending = true;
      return running.child.stop();
    },
    server: {
      folder,
      isRunning: () => running.child.isRunning(),
      ended: () => running.child.exited,
      signal: (name) => {
        ending ||= name === 'SIGKILL';
        if (running.child.isRunning()) process.kill(running.child.pid, name);
      },
      restart: async () => {
        await running.child.exited;
        running = await start({ port: Number(new URL(url).port) });
        watch();
      },
    },
  };
}

/**
 * @param {Place} place
 * @param {'postgres' | 'redis'} service
 * @returns {Promise<Store>}
 */
const inDocker = ({ root, folder, database, durable, dataDir }, service) =>
  startContainer({
    root,
    service,
    project: dockerProject(folder, service),
    database,
    password: folders.passwords(folder)[service],
    durable,
    keep: dataDir !== undefined,
  });

/**
 * The checkout's own folder, for what every run may use.
 *
 * @param {string} root
 * @param {import('./account.mjs').Account} account
 */
function openShared(root, account) {
  const shared = join(root, '.hotline');
  folders.openFolder(shared);
  const folder = folders.storesFolder(shared, account);
  folders.openFolder(folder);
  return folder;
}

/**
 * @param {string} dataDir
 * @param {import('./account.mjs').Account} account
 */
function lasting(dataDir, account) {
  folders.openFolder(dataDir);
  const close = folders.lockFolder(dataDir);
  const folder = folders.storesFolder(dataDir, account);
  folders.openFolder(folder);
  return { folder, close };
}

/**
 * @param {Plan} plan
 * @param {string} shared
 * @param {import('./account.mjs').Account} account
 */
function temporary({ durable }, shared, account) {
  // A bench on a memory-backed /tmp would measure disks that do not exist.
  const folder = folders.temporaryFolder(durable ? [shared] : folders.temporaryParents(), account);
  folders.lockFolder(folder);
  return { folder, close: () => rmSync(folder, { recursive: true, force: true }) };
}
