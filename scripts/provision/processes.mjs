import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** @typedef {import('./account.mjs').Account} Account */
/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, account?: Account, input?: string, timeoutMs?: number }} RunOptions */

/**
 * Runs a command to its end. A command that cannot be started counts as exit code 127.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} `output` is stdout and stderr as they came
 */
export function run(command, args, { cwd, env, account, input = '', timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...account,
      ...(cwd && { cwd }),
      ...(timeoutMs && { timeout: timeoutMs }),
      env: env ?? process.env,
    });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => void (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.stdin.on('error', () => undefined); // it may exit without reading
    child.stdin.end(input);
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * The command line of a process, or '' when it is gone (or a zombie). A pid alone proves nothing: the
 * system hands the number out again.
 *
 * @param {number} pid
 */
export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    if (process.platform === 'linux') return '';
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}

/**
 * When a process started, in the system's own words: with the pid it names one process for good. '' when
 * it is gone. (Not the command line: vitest and npm retitle themselves.)
 *
 * @param {number} pid
 */
export function startTime(pid) {
  try {
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return state === 'Z' ? '' : (fields[18] ?? '');
  } catch {
    if (process.platform === 'linux') return '';
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}

/**
 * Waits until `check` holds.
 *
 * @param {() => boolean | Promise<boolean>} check
 * @param {number} withinMs
 * @returns {Promise<boolean>} false when the time was up
 */
export async function waitUntil(check, withinMs) {
  const deadline = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

/**
 * Ends a process that an earlier run left behind, if it still is the one we mean.
 *
 * @param {number} pid
 * @param {(commandLine: string) => boolean} isOurs
 * @param {NodeJS.Signals} signal
 * @returns {Promise<boolean>} whether there was one
 */
export async function endLeftover(pid, isOurs, signal) {
  const isThere = () => isOurs(commandLine(pid));
  if (!isThere()) return false;
  process.kill(pid, signal);
  if (!(await waitUntil(() => !isThere(), 15_000)) && isThere()) process.kill(pid, 'SIGKILL');
  await waitUntil(() => !isThere(), 5_000);
  return true;
}
