import type { LinkedFlow } from '../ivr/language/flow.ts';
import { describeProblem } from '../ivr/language/problem.ts';
import { rewriteScenario } from '../ivr/scenarios/rewrite.ts';
import { runScenario } from '../ivr/scenarios/run-scenario.ts';
import { loadScenario } from '../ivr/scenarios/scenario.ts';
import type { FlowFolder } from '../app/flow-files.ts';

/** How one scenario of a flow went. */
export interface PlayedScenario {
  readonly file: string;
  readonly title: string;
  readonly failures: readonly string[];
  /** The scenario's text with its end and answers as the call went; null where that changes nothing. */
  readonly rewritten: string | null;
}

/** Plays all scenarios of a flow, in the order of their names. */
export function playScenarios(flow: LinkedFlow, folder: FlowFolder): PlayedScenario[] {
  return Object.entries(folder.scenarios)
    .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([file, text]) => {
      const read = loadScenario(flow.name, file, text);
      if (!read.ok) {
        const failures = read.problems.map((problem) => describeProblem(`${folder.name}/scenarios`, problem));
        return { file, title: 'cannot be read', failures, rewritten: null };
      }
      const run = runScenario(flow, read.scenario);
      const rewritten = run.failures.length === 0 ? null : rewriteScenario(text, run);
      return { file, title: read.scenario.scenario, failures: run.failures, rewritten };
    });
}
