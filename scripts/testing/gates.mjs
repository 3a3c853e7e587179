import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../provision/processes.mjs';
import { printLine, seconds } from '../provision/progress.mjs';
import { root } from '../setup.mjs';

/** @typedef {import('./selection.mjs').Gate} Gate */

const cruised = ['src', 'test', 'bench'].filter((folder) => existsSync(join(root, folder)));

/** @type {Record<Gate, readonly string[]>} arguments of Node: no shell, no npm in between */
const commands = {
  types: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  lint: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  boundaries: [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    ...cruised,
  ],
  size: ['scripts/size.mjs'],
};

/**
 * Runs one gate; prints its name and time, and what it said if it failed.
 *
 * @param {Gate} gate
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runGate(gate) {
  const startedAt = performance.now();
  const [file = '', ...args] = commands[gate];
  const { code, output } = await run(process.execPath, [join(root, file), ...args], { cwd: root });
  printLine(`  ${code === 0 ? '✓' : '✗'} ${gate} (${seconds(startedAt)})`);
  if (code !== 0) printLine(output.trim());
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
