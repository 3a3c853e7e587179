import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/**
 * @typedef {object} Child
 * @property {number} pid
 * @property {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} exited
 * @property {() => boolean} isRunning
 * @property {() => Promise<void>} stop signals, waits, and kills what does not go
 */

/**
 * Waits for the end of its input, that is, of this process; then signals the child, gives it 20 s, and ends
 * whatever is left of its process group.
 */
const keeperScript = `
cat >/dev/null
kill -s "$0" "$1"
turn=0
while kill -0 "$1" && [ $turn -lt 40 ]; do sleep 0.5; turn=$((turn + 1)); done
kill -s KILL -- "-$1"
`;

/**
 * Starts a process that must not outlive this one, in a process group of its own: Ctrl-C in the terminal
 * reaches this script only, which then stops its children in order (the application before its stores).
 *
 * A keeper, a shell blocked on a pipe from this process, signals the child when the pipe breaks. That
 * covers every way in which this process can end, `kill -9` included, where no handler of ours would run.
 *
 * @param {object} options
 * @param {string} options.command
 * @param {readonly string[]} options.args
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} options.env
 * @param {NodeJS.Signals} options.stopSignal
 * @param {number} options.stopWithinMs after which it is killed
 * @param {string} [options.logFile] where its output goes; the terminal when absent
 * @param {import('./account.mjs').Account} [options.account]
 * @returns {Promise<Child>}
 */
export async function startChild({ command, args, cwd, env, stopSignal, stopWithinMs, logFile, account }) {
  const log = logFile === undefined ? 'inherit' : openSync(logFile, 'a', 0o600);
  const child = spawn(command, args, { ...account, cwd, env, detached: true, stdio: ['ignore', log, log] });
  if (typeof log === 'number') closeSync(log);
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const pid = child.pid ?? 0;
  const keeper = spawn('/bin/sh', ['-c', keeperScript, stopSignal.slice(3), String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.stdin.on('error', () => undefined);
  keeper.unref();

  let running = true;
  /** @type {Child['exited']} */
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      running = false;
      keeper.kill('SIGKILL'); // before the system can hand the pid to another process
      endGroup(pid);
      resolve({ code, signal });
    });
  });
  return {
    pid,
    exited,
    isRunning: () => running,
    stop: async () => {
      if (!running) return;
      child.kill(stopSignal);
      const killer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await exited;
      clearTimeout(killer);
    },
  };
}

/**
 * What a child has started itself must not outlive it either: a bench that is stopped leaves its servers.
 *
 * @param {number} leader
 */
function endGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // nobody is left in it, as it should be
  }
}
