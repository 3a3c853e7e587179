import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Report the parts that we read of vitest's JSON
 * @property {boolean} success
 * @property {{ name: string, status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * Counts each test as one. A file that could not be loaded, and a run that failed without a failed test (an
 * unhandled rejection), count as one failure each; so does a skipped test, which would hide, and a run of
 * nothing.
 *
 * @param {Report | undefined} report undefined when vitest died before it could write one
 * @param {number} exitCode
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report, exitCode) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const unloaded = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = tests.length - passed + unloaded;
  const broken = exitCode !== 0 || report?.success !== true || tests.length === 0;
  return { passed, failed: failed === 0 && broken ? 1 : failed };
}

/**
 * Vitest's output without the lines of files and tests that passed.
 *
 * @param {string} output
 */
export const withoutPassed = (output) =>
  output
    .split('\n')
    .filter((line) => !/^\s*✓|^JSON report written/.test(stripVTControlCharacters(line)))
    .join('\n')
    .trim();
