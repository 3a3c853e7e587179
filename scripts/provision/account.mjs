import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** @typedef {{ uid: number, gid: number } | undefined} Account `undefined` = whoever runs this script */

/**
 * The account that stores run under. Postgres refuses to run as root, so root drops to `postgres` where a
 * package has made it, else to `nobody`: no account is created on the machine.
 *
 * @param {number | undefined} uid of this process; `undefined` where the system has none
 * @param {string} passwd contents of /etc/passwd
 * @returns {Account}
 */
export function chooseAccount(uid, passwd) {
  if (uid !== 0) return undefined;
  const entries = passwd.split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = entries.find(([user]) => user === name);
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  return undefined;
}

/** @returns {Account} */
export const storeAccount = () =>
  process.getuid?.() === 0 ? chooseAccount(0, readFileSync('/etc/passwd', 'utf8')) : undefined;

/**
 * Whether the account may work below `folder`: a checkout under /root is closed to everyone but root.
 *
 * @param {string} folder
 * @param {Account} account
 */
export const canEnter = (folder, account) =>
  account === undefined ||
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status ===
    0;
