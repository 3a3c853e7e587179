import { spawnSync } from 'node:child_process';
import { startChild } from './provision/children.mjs';
import { ensureDependencies } from './provision/dependencies.mjs';
import { exitWith } from './provision/failure.mjs';
import { printLine } from './provision/progress.mjs';
import { root } from './setup.mjs';

/**
 * Mounts that a run makes, for the fault of a full disk, are seen by it alone and gone with it, however it ends.
 * Where the system does not allow that the run goes without.
 */
const ownMounts = ['unshare', '--mount'];

/** npm run chaos [-- --seed 7 --minutes 3 | --seconds 20 | --all | --only 8,10] [--json]: see docs/chaos.md. */
async function main() {
  const args = process.argv.slice(2);
  await ensureDependencies({ root, print: args.includes('--json') ? () => undefined : printLine });
  const [unshare = '', ...flags] = ownMounts;
  const canMount = process.getuid?.() === 0 && spawnSync(unshare, [...flags, 'true']).status === 0;
  const node = [process.execPath, '--import', 'tsx', 'test/chaos/index.ts', ...args];
  const [command = '', ...rest] = canMount ? [...ownMounts, ...node] : node;
  const child = await startChild({
    command,
    args: rest,
    cwd: root,
    env: process.env,
    stopSignal: 'SIGTERM',
    stopWithinMs: 60_000,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void child.stop());
  const { code, signal } = await child.exited;
  if (signal !== null) process.stderr.write(`The run was ended by ${signal}.\n`);
  process.exitCode = code ?? 1;
}

await main().catch(exitWith);
