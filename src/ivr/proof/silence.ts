import type { Exploration } from './explore.ts';
import type { State, Step } from './state.ts';

/** What comes of a caller who does nothing more: after how many silences the call ends, or how it never does. */
export type SilenceProof =
  | { readonly ends: true; readonly turns: number }
  /** `loop` leads from `state` back to it. */
  | { readonly ends: false; readonly state: State; readonly loop: readonly Step[] };

/** From every state, silence ends the call; answers the longest silence that a call can hear. */
export function proveSilence({ states }: Exploration): SilenceProof {
  const turns = new Map<State, number>();
  const trail: { readonly state: State; readonly steps: Step[]; most: number; cost: number }[] = [];
  const onTrail = new Set<State>();
  let longest = 0;
  for (const start of states) {
    if (start.left || turns.has(start)) continue;
    trail.push({ state: start, steps: silent(start), most: 0, cost: 0 });
    onTrail.add(start);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const step = top.steps.pop();
      if (step === undefined) {
        trail.pop();
        onTrail.delete(top.state);
        turns.set(top.state, top.most);
        longest = Math.max(longest, top.most);
        const before = trail.at(-1);
        if (before !== undefined) before.most = Math.max(before.most, before.cost + top.most);
        continue;
      }
      top.cost = silencesOf(step);
      const known = turns.get(step.to);
      if (known !== undefined) {
        top.most = Math.max(top.most, top.cost + known);
      } else if (onTrail.has(step.to)) {
        return {
          ends: false,
          state: step.to,
          loop: loopFrom(
            step.to,
            trail.map(({ state }) => state),
          ),
        };
      } else {
        trail.push({ state: step.to, steps: silent(step.to), most: 0, cost: 0 });
        onTrail.add(step.to);
      }
    }
  }
  return { ends: true, turns: longest };
}

/** Where silence leads: at once where the step says so, else when the attempts are used up. */
function silent({ spot, next }: State): Step[] {
  const onward = next.filter(({ way }) => way !== 'hang-up');
  if (!spot.part.waits) return onward;
  const kinds = ['silence', 'exit', 'exhausted'] as const;
  for (const kind of kinds) {
    const ways = onward.filter(({ way }) => way !== 'hang-up' && way.by.kind === kind);
    if (ways.length > 0) return ways;
  }
  return [];
}

function silencesOf({ way }: Step): number {
  if (way === 'hang-up') return 0;
  if (way.by.kind === 'exhausted') return way.by.attempts;
  return way.by.kind === 'silence' ? 1 : 0;
}

/** The steps of a trail from one of its states on, and the one that closes it. */
function loopFrom(start: State, trail: readonly State[]): Step[] {
  const round = [...trail.slice(trail.indexOf(start)), start];
  return round.slice(1).flatMap((to, at) => {
    const step = round[at] && silent(round[at]).find((candidate) => candidate.to === to);
    return step === undefined ? [] : [step];
  });
}
