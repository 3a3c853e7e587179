import type { Exploration } from './explore.ts';
import { proveHelp } from './help.ts';
import { longestPath } from './longest.ts';
import { proveSilence } from './silence.ts';

/** What is proved of a flow that passes its checks. */
export interface Proof {
  /** From every state, so many silences at most end the call. */
  readonly silences: number;
  /** From every state, so many key presses at most lead to a callback; null where the flow promises none. */
  readonly pressesToCallback: number | null;
  /** The same to a person, where the line names a call centre; null where the flow transfers nobody. */
  readonly pressesToPerson: number | null;
  /** The most prompts that a call hears without going back. */
  readonly longestPath: number;
  /** How many states were looked at: all that there are. */
  readonly states: number;
}

/** The proof of a flow; null where it cannot be given, which its checks then say. */
export function prove(explored: Exploration): Proof | null {
  const silence = proveSilence(explored);
  const help = proveHelp(explored);
  if (!silence.ends || !help.reachable || explored.tooMany) return null;
  return {
    silences: silence.turns,
    pressesToCallback: help.callback,
    pressesToPerson: help.person,
    longestPath: longestPath(explored),
    states: explored.states.length,
  };
}

/** The proof as a sentence for its reader. */
export function proofInWords(proof: Proof): string {
  const { silences, pressesToCallback, pressesToPerson, longestPath: prompts, states } = proof;
  const help = [
    pressesToPerson === null ? null : `a person within ${pressesToPerson} where the line names a call centre`,
    pressesToCallback === null ? null : `a callback within ${pressesToCallback}`,
  ].filter((words) => words !== null);
  const presses = help.length === 0 ? '' : `; by key presses, ${help.join(' and ')}`;
  return `proved over ${states} states: silence ends the call within ${silences} turns${presses}; the longest path is ${prompts} prompts`;
}
