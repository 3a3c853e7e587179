import { isMap, isNode, isScalar, parseDocument, stringify } from 'yaml';
import type { ScenarioRun } from './run-scenario.ts';

/**
 * Writes into a scenario's YAML how its call went: `ends` and `answers`; everything else stays as it was typed.
 * The author reads the change before it counts. What the caller should hear is never rewritten.
 */
export function rewriteScenario(text: string, run: ScenarioRun): string {
  const answers = Object.entries(run.answers).filter(([, value]) => typeof value !== 'object');
  const ended = setField(text, 'ends', run.ends);
  return answers.length === 0 ? ended : setField(ended, 'answers', Object.fromEntries(answers));
}

/** Replaces one top-level field in place, or adds it at the end. */
function setField(text: string, name: string, value: unknown): string {
  const field = stringify({ [name]: value }, { singleQuote: true }).trimEnd();
  const { contents } = parseDocument(text);
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === name)
    : undefined;
  const start = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  const end = isNode(pair?.value) ? pair.value.range?.[1] : undefined;
  if (start === undefined || end === undefined) return `${text.trimEnd()}\n${field}\n`;
  const newline = text.slice(start, end).endsWith('\n') ? '\n' : '';
  return text.slice(0, start) + field + newline + text.slice(end);
}
