import { ensureDependencies } from './provision/dependencies.mjs';
import { exitWith } from './provision/failure.mjs';
import { printLine } from './provision/progress.mjs';
import { withStores } from './provision/session.mjs';
import { root, temporaryPlan } from './setup.mjs';
import { runChaos } from './testing/chaos.mjs';
import { runGate } from './testing/gates.mjs';
import { select } from './testing/selection.mjs';
import { runVitest } from './testing/vitest.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

/** npm test [-- names] [words for vitest]: see `select`. Every gate is one test, every vitest test is one, a run is one. */
async function main() {
  const { gates, projects, runs, filters } = select(process.argv.slice(2));
  printLine('Testing Hotline');
  await ensureDependencies({ root, print: printLine });
  const counts = await Promise.all(gates.map((gate) => runGate(gate)));
  if (projects.length > 0) {
    const plan = temporaryPlan({ durable: false, print: printLine });
    counts.push(await withStores(plan, (session) => runVitest({ projects, filters, root, session })));
  }
  if (runs.includes('chaos')) counts.push(await runChaos());
  const sum = (/** @type {keyof Count} */ key) => counts.reduce((total, count) => total + count[key], 0);
  printLine(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
}

await main().catch(exitWith);
