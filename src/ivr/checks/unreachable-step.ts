import type { Check } from './check.ts';
import { problemAt, stepsOf } from './check.ts';

/** Every step is on some way that a call can really take, conditions and answers considered. */
export const unreachableStep: Check = (flow, { states, tooMany }) => {
  if (tooMany) return [];
  const reached = new Set(states.map(({ spot }) => spot.step.name));
  return stepsOf(flow)
    .filter(({ name }) => !reached.has(name))
    .map(({ name }) =>
      problemAt(
        flow,
        ['steps', name],
        'unreachable-step',
        `No call can come to "${name}": remove it, or lead to it.`,
      ),
    );
};
