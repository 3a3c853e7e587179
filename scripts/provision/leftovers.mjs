import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storeAccount } from './account.mjs';
import { removeProject } from './docker.mjs';
import { abandonedFolders, openFolder, resetFolder, storesFolder } from './folder.mjs';
import { endLeftoverPostgres } from './postgres.mjs';
import { endLeftoverRedis } from './redis.mjs';

/** Present in a folder whose stores are containers. */
const dockerMark = 'uses-docker';

/**
 * The compose project of one store of a folder: the same folder finds its containers and volumes again.
 *
 * @param {string} folder
 * @param {'postgres' | 'redis'} service
 */
export function dockerProject(folder, service) {
  writeFileSync(join(folder, dockerMark), '');
  return projectName(folder, service);
}

/**
 * Stops and deletes what killed runs have left behind.
 *
 * @param {string} root of the checkout
 * @param {readonly string[]} parents where runs keep their folders
 * @param {import('./progress.mjs').Print} print
 */
export async function removeAbandoned(root, parents, print) {
  for (const folder of abandonedFolders(parents)) {
    print(`  • removing what a killed run left in ${folder}`);
    await endLeftovers(root, folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Deletes the data of a folder, wherever its stores keep it, so that the next run starts over.
 *
 * @param {string} root of the checkout
 * @param {string} dataDir
 * @throws {ProvisionError} when the folder is not ours, or in use
 */
export async function resetData(root, dataDir) {
  if (!existsSync(dataDir)) return;
  openFolder(dataDir);
  for (const folder of new Set([dataDir, storesFolder(dataDir, storeAccount())])) {
    await resetFolder(folder, () => endLeftovers(root, folder));
  }
}

/**
 * @param {string} root
 * @param {string} folder
 */
async function endLeftovers(root, folder) {
  const clusters = readdirSync(folder).filter((name) => /^postgres-\d+$/.test(name));
  await Promise.all(clusters.map((name) => endLeftoverPostgres(join(folder, name))));
  await endLeftoverRedis(join(folder, 'redis'));
  if (!existsSync(join(folder, dockerMark))) return;
  for (const service of /** @type {const} */ (['postgres', 'redis'])) {
    await removeProject(root, projectName(folder, service));
  }
}

/**
 * @param {string} folder
 * @param {'postgres' | 'redis'} service
 */
const projectName = (folder, service) =>
  `hotline-${createHash('sha256').update(folder).digest('hex').slice(0, 10)}-${service}`;
