import type { Check } from './check.ts';
import { problemAt, stepsOf } from './check.ts';

/** Every step is on some way that a call can really take, conditions and answers considered. */
export const unreachableStep: Check = (flow, { worlds, tooMany }) => {
  if (tooMany) return [];
  const states = worlds.flatMap((world) => world.states);
  const reached = new Set(states.map(({ spot }) => spot.step.name));
  const entered = new Set(states.map(({ spot }) => spot.step.within));
  return (
    stepsOf(flow)
      // Of a sub-flow that nothing goes through, `unused-sub-flow` says so once.
      .filter(({ name, within }) => entered.has(within) && !reached.has(name))
      .map(({ name }) =>
        problemAt(
          flow,
          ['steps', name],
          'unreachable-step',
          `No call can come to "${name}": remove it, or lead to it.`,
        ),
      )
  );
};
