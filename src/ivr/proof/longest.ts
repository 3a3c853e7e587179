import { spotKey } from './spot.ts';
import type { Exploration, State } from './explore.ts';

/**
 * The most prompts that a call can hear without going back. Ways that lead back to where the call has been are left
 * out: those to a spot that is passed on the way down of a depth-first walk. What is left has no circle.
 */
export function longestPath({ states }: Exploration): number {
  const back = backEdges(states);
  const longest = new Map<State, number>();
  const measure = (state: State): number => {
    const known = longest.get(state);
    if (known !== undefined) return known;
    const onward = state.next
      .filter(({ way, to }) => way !== 'hang-up' && !back.has(edge(state, to)))
      .map(({ to }) => measure(to));
    const length = Math.max(0, ...onward) + (state.spot.part.speaks.length > 0 ? 1 : 0);
    longest.set(state, length);
    return length;
  };
  return states.reduce((most, state) => (state.left ? most : Math.max(most, measure(state))), 0);
}

const edge = (from: State, to: State): string => `${spotKey(from.spot)} ${spotKey(to.spot)}`;

/** Edges between spots that close a circle. */
function backEdges(states: readonly State[]): Set<string> {
  const next = new Map<string, Set<string>>();
  for (const state of states) {
    if (state.left) continue;
    const key = spotKey(state.spot);
    const targets = next.get(key) ?? new Set();
    next.set(key, targets);
    for (const { way, to } of state.next) if (way !== 'hang-up') targets.add(spotKey(to.spot));
  }
  const back = new Set<string>();
  const done = new Set<string>();
  const passing = new Set<string>();
  const walk = (key: string): void => {
    passing.add(key);
    for (const to of next.get(key) ?? []) {
      if (passing.has(to)) back.add(`${key} ${to}`);
      else if (!done.has(to)) walk(to);
    }
    passing.delete(key);
    done.add(key);
  };
  for (const key of next.keys()) if (!done.has(key)) walk(key);
  return back;
}
