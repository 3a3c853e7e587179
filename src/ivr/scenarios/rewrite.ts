import { parseDocument } from 'yaml';
import type { ScenarioRun } from './run-scenario.ts';

/**
 * Writes into a scenario's YAML how its call went: `ends` and `answers`, everything else, comments included, as
 * it stands. The author reads the change before it counts; what the caller hears is never rewritten.
 */
export function rewriteScenario(text: string, run: ScenarioRun): string {
  const document = parseDocument(text);
  document.set('ends', run.ends);
  const answers = Object.entries(run.answers).filter(([, value]) => typeof value !== 'object');
  if (answers.length === 0) document.delete('answers');
  else document.set('answers', Object.fromEntries(answers));
  return document.toString({ lineWidth: 0 });
}
