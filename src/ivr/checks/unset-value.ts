import type { LinkedFlow } from '../language/flow.ts';
import type { Problem } from '../language/problem.ts';
import { knowledgeIn } from '../proof/state.ts';
import type { State } from '../proof/state.ts';
import { usesOf } from '../proof/variables.ts';
import type { Use } from '../proof/variables.ts';
import { wayTo } from '../proof/words.ts';
import type { CallFacts } from '../proof/worlds.ts';
import { problemAt } from './check.ts';
import type { Check } from './check.ts';

/** Nothing is spoken, passed on or asked about that is not set on every way there. */
export const unsetValue: Check = (flow, { worlds }) => {
  const problems = new Map<string, Problem>();
  for (const { facts, states } of worlds) {
    for (const state of states) {
      for (const problem of [...unsetUses(flow, state), ...unsetInConditions(flow, state, facts)]) {
        const key = `${problem.line} ${problem.column} ${problem.message}`;
        // The states are in the order of their distance: the first way there is the shortest.
        if (!problems.has(key)) problems.set(key, { ...problem, way: wayTo(state) });
      }
    }
  }
  return [...problems.values()];
};

function unsetUses(flow: LinkedFlow, state: State): Problem[] {
  const { step, part } = state.spot;
  return usesOf(flow, step, part)
    .filter((use) => !(state.left && use.written.startsWith('{')) && isUnset(flow, state, use))
    .map(({ written, path }) => {
      const message = `${written} is not set on every way here: ask for it first, or lead around this step.`;
      return problemAt(flow, path, 'unset-value', message);
    });
}

/** Facts are never spoken or passed on. */
const noFacts: CallFacts = new Map();

function isUnset(flow: LinkedFlow, state: State, { variable, result }: Use): boolean {
  const knowledge = knowledgeIn(state, variable, noFacts);
  if (knowledge === 'unset') return true;
  if (result === null || knowledge === 'any') return false;
  const exit = String(knowledge.value);
  const calls = flow.steps.get(variable.slice('outcomes.'.length))?.calls;
  const declared = calls && flow.capabilities.get(calls.capability);
  if (!declared || exit === 'unavailable') return true;
  const set = declared.returnsOn?.[exit];
  return set !== undefined && !set.includes(result);
}

function unsetInConditions(flow: LinkedFlow, state: State, facts: CallFacts): Problem[] {
  for (const { condition, path } of state.spot.part.asks) {
    const { result, unset } = condition.foresee((name) => knowledgeIn(state, name, facts));
    if (unset.length > 0) {
      return unset.map((name) => {
        const written = name.startsWith('outcomes.') ? name : `answers.${name}`;
        const message = `${written} is not set on every way here: write "has(${written}) && …", or ask for it first.`;
        return problemAt(flow, path, 'unset-value', message);
      });
    }
    // What comes after a condition that is surely true is not asked.
    if (result === true) return [];
  }
  return [];
}
