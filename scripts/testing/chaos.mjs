import { join } from 'node:path';
import { run } from '../provision/processes.mjs';
import { printLine, seconds, withHeartbeat } from '../provision/progress.mjs';
import { root } from '../setup.mjs';

const name = 'chaos';
const short = ['--seed', '7', '--seconds', '20'];

/**
 * Runs chaos for twenty seconds, as one test; prints what it printed if it failed. After the tests, not beside them:
 * what it holds is held in time.
 *
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChaos() {
  const startedAt = performance.now();
  const args = [join(root, 'scripts/chaos.mjs'), ...short];
  const { code, output } = await withHeartbeat(
    name,
    () => run(process.execPath, args, { cwd: root }),
    printLine,
  );
  printLine(`  ${code === 0 ? '✓' : '✗'} ${name} ${short.join(' ')} (${seconds(startedAt)})`);
  if (code !== 0) printLine(output.trim());
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
