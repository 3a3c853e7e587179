import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printLine, seconds, withHeartbeat } from '../provision/progress.mjs';
import { countTests, withoutPassed } from './vitest-report.mjs';

/**
 * Runs the chosen projects in one vitest process, on the stores of the session; prints what failed.
 *
 * @param {object} options
 * @param {readonly import('./selection.mjs').Project[]} options.projects
 * @param {readonly string[]} options.filters words and flags for vitest
 * @param {string} options.root of the checkout
 * @param {import('../provision/session.mjs').Session} options.session
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runVitest({ projects, filters, root, session }) {
  const folder = mkdtempSync(join(tmpdir(), 'hotline-report-'));
  const [logFile, reportFile] = [join(folder, 'vitest.log'), join(folder, 'report.json')];
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...filters,
  ];
  const env = { ...process.env, TEST_PG_URL: session.postgres, TEST_REDIS_URL: session.redis };
  const name = projects.join(', ');
  const startedAt = performance.now();
  try {
    const code = await withHeartbeat(
      name,
      () => session.runNode({ args, cwd: root, env, logFile }),
      printLine,
    );
    const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
    const count = countTests(report, code);
    printLine(`  ${count.failed === 0 ? '✓' : '✗'} ${name} (${seconds(startedAt)})`);
    if (count.failed > 0) printLine(withoutPassed(readFileSync(logFile, 'utf8')));
    return count;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
