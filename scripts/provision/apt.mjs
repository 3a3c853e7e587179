import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ProvisionError } from './failure.mjs';
import { renameOnce } from './folder.mjs';
import { run } from './processes.mjs';

/** Debian's package for each store. */
const packages = { postgres: 'postgresql', redis: 'redis-server' };

/** Whether this is Debian or a child of it. */
export const hasApt = () =>
  ['/usr/bin/apt-get', '/usr/bin/dpkg-deb', '/usr/bin/dpkg'].every((path) => existsSync(path));

/**
 * Fetches a server with its libraries from the system's package source and unpacks it below `folder`.
 *
 * Unpacked, not installed: a Debian server package starts its own service, makes its own cluster and its own
 * account when it is installed. Here none of that happens, nothing outside `folder` changes, there is nothing
 * to restore, and root is not needed. The lists are ours as well, since a bare image comes without any.
 *
 * @param {'postgres' | 'redis'} store
 * @param {string} folder that the store's account can enter
 * @returns {Promise<{ root: string, env: NodeJS.ProcessEnv }>} the unpacked tree, and the libraries it needs
 * @throws {ProvisionError}
 */
export async function fetchPackage(store, folder) {
  const root = join(folder, packages[store]);
  if (!existsSync(root)) {
    const unfinished = `${root}.${process.pid}`;
    const lists = join(unfinished, 'lists');
    const archives = join(unfinished, 'archives');
    for (const path of [lists, archives]) mkdirSync(join(path, 'partial'), { recursive: true });
    const status = join(unfinished, 'status');
    writeFileSync(status, withoutServers(readFileSync('/var/lib/dpkg/status', 'utf8')));
    const settings = [
      `Dir::State::status=${status}`,
      `Dir::State::lists=${lists}`,
      `Dir::Cache::archives=${archives}`,
      'Dir::Cache::pkgcache=',
      'Dir::Cache::srcpkgcache=',
      'Debug::NoLocking=1',
      'APT::Sandbox::User=',
      'Acquire::Languages=none',
    ].flatMap((setting) => ['-o', setting]);
    const download = ['install', '--download-only', '--yes', '--no-install-recommends'];
    await apt([...settings, 'update']);
    await apt([...settings, ...download, packages[store]]);
    for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
      const unpacked = await run('dpkg-deb', ['-x', join(archives, name), join(unfinished, 'root')]);
      if (unpacked.code !== 0)
        throw new ProvisionError(`dpkg-deb could not unpack ${name}: ${unpacked.output.trim()}`);
    }
    renameOnce(join(unfinished, 'root'), root);
    rmSync(unfinished, { recursive: true });
  }
  return { root, env: { LD_LIBRARY_PATH: libraryFolders(root).join(delimiter) } };
}

/**
 * The machine's list of installed packages as if it had no server of ours: a tree must hold all its parts,
 * while the libraries that the machine has can be used where they are.
 *
 * @param {string} status /var/lib/dpkg/status
 */
export const withoutServers = (status) =>
  status
    .split('\n\n')
    .filter((entry) => !/^Package: (redis|postgresql)/m.test(entry))
    .join('\n\n');

/** @param {readonly string[]} args */
async function apt(args) {
  const { code, output } = await run('apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
  if (code !== 0) {
    const reason =
      output.split('\n').find((line) => line.startsWith('E:')) ?? output.trim().split('\n').at(-1);
    throw new ProvisionError(`apt-get could not fetch it: ${reason}`);
  }
}

/**
 * `usr/lib/x86_64-linux-gnu` and its like.
 *
 * @param {string} root
 */
function libraryFolders(root) {
  return ['usr/lib', 'lib'].flatMap((parent) => {
    const folder = join(root, parent);
    if (!existsSync(folder)) return [];
    const triplets = readdirSync(folder).filter((name) => name.includes('-linux-gnu'));
    return [...triplets.map((name) => join(folder, name)), folder];
  });
}
