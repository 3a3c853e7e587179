import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProvisionError } from './failure.mjs';
import { run } from './processes.mjs';
import { step } from './progress.mjs';

const sources = ['src', 'migrations', 'data', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];

/**
 * Whether `dist` holds a whole build that no source is newer than. An image that ships only `dist` counts.
 *
 * @param {string} root of the checkout
 */
export function isBuilt(root) {
  const stamp = join(root, 'dist', 'complete');
  if (!existsSync(stamp)) return false;
  const builtAt = statSync(stamp).mtimeMs;
  return sources.map((name) => join(root, name)).every((path) => newest(path) <= builtAt);
}

/**
 * Compiles `src` to `dist` if `isBuilt` says that it must.
 *
 * @param {{ root: string, print: import('./progress.mjs').Print }} options
 * @throws {ProvisionError} with the compiler's words
 */
export async function ensureBuild({ root, print }) {
  if (isBuilt(root)) return;
  const build = async () => {
    rmSync(join(root, 'dist'), { recursive: true, force: true }); // files whose source is gone
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { code, output } = await run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
      cwd: root,
    });
    if (code !== 0) throw new ProvisionError(`The sources do not compile:\n${output.trim()}`);
    writeFileSync(join(root, 'dist', 'complete'), '');
  };
  await step('compiling to dist', build, print);
}

/**
 * @param {string} path
 * @returns {number} the newest modification below it, 0 when it is not there
 */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
