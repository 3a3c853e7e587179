import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printLine } from './provision/progress.mjs';
import { root } from './setup.mjs';

const folders = ['src', 'test', 'bench', 'scripts', 'migrations', 'bin'];
const longest = 400;
const usual = 250;
const usualShare = 0.9;

/**
 * Files are small because each says one thing: none over 400 lines without a reason on its first line, and
 * nine in ten under 250.
 *
 * @param {readonly { name: string, lines: number, firstLine: string }[]} files
 * @returns {{ complaints: string[], summary: string }}
 */
export function judgeSizes(files) {
  const tooLong = files.filter(
    ({ lines, firstLine }) => lines > longest && !firstLine.includes('long because'),
  );
  const small = files.filter(({ lines }) => lines < usual).length;
  const share = files.length === 0 ? 1 : small / files.length;
  const sorted = files.map(({ lines }) => lines).sort((a, b) => a - b);
  const at = (/** @type {number} */ fraction) => sorted[Math.floor((sorted.length - 1) * fraction)] ?? 0;
  return {
    complaints: [
      ...tooLong.map(
        ({ name, lines }) =>
          `${name}: ${lines} lines, more than ${longest}, and line 1 gives no "long because …"`,
      ),
      ...(share < usualShare
        ? [`only ${small} of ${files.length} files are under ${usual} lines; nine in ten must be`]
        : []),
    ],
    summary: `${files.length} files, lines: median ${at(0.5)}, p90 ${at(0.9)}, longest ${at(1)}`,
  };
}

/** @returns {{ name: string, lines: number, firstLine: string }[]} every source file that people write */
function sourceFiles() {
  return folders
    .flatMap((folder) => filesBelow(join(root, folder)))
    .filter((path) => /\.(ts|tsx|mjs|cjs|css)$/.test(path) && !path.includes('.gen.'))
    .map((path) => {
      const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
      return { name: relative(root, path), lines: lines.length, firstLine: lines[0] ?? '' };
    });
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
const filesBelow = (folder) =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
      );

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { complaints, summary } = judgeSizes(sourceFiles());
  for (const complaint of complaints) printLine(complaint);
  printLine(summary);
  process.exitCode = complaints.length === 0 ? 0 : 1;
}
