import type { Exploration } from './explore.ts';
import type { Spot } from './spot.ts';
import type { State } from './state.ts';

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
    const goesBack = back.get(state.spot);
    let onward = 0;
    for (const { way, to } of state.next) {
      if (way !== 'hang-up' && goesBack?.has(to.spot) !== true) onward = Math.max(onward, measure(to));
    }
    const length = onward + (state.spot.part.speaks.length > 0 ? 1 : 0);
    longest.set(state, length);
    return length;
  };
  return states.reduce((most, state) => (state.left ? most : Math.max(most, measure(state))), 0);
}

/** From each spot, the spots to which a way closes a circle. */
function backEdges(states: readonly State[]): Map<Spot, Set<Spot>> {
  const next = new Map<Spot, Set<Spot>>();
  for (const state of states) {
    if (state.left) continue;
    const targets = next.get(state.spot) ?? new Set();
    next.set(state.spot, targets);
    for (const { way, to } of state.next) if (way !== 'hang-up') targets.add(to.spot);
  }
  const back = new Map<Spot, Set<Spot>>();
  const done = new Set<Spot>();
  const passing = new Set<Spot>();
  const walk = (spot: Spot): void => {
    passing.add(spot);
    for (const to of next.get(spot) ?? []) {
      if (passing.has(to)) back.set(spot, (back.get(spot) ?? new Set()).add(to));
      else if (!done.has(to)) walk(to);
    }
    passing.delete(spot);
    done.add(spot);
  };
  for (const spot of next.keys()) if (!done.has(spot)) walk(spot);
  return back;
}
