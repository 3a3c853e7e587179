import { entryPoints, problemAt, reachableFrom, stepsOf } from './check.ts';
import type { Check } from './check.ts';

/** Every step is on some way through the flow. */
export const unreachableStep: Check = (flow) => {
  const reached = reachableFrom(
    flow,
    entryPoints(flow).map(({ to }) => to),
  );
  return stepsOf(flow)
    .filter(({ name }) => !reached.has(name))
    .map(({ name }) =>
      problemAt(
        flow,
        ['steps', name],
        'unreachable-step',
        `Nothing leads to "${name}": remove it, or lead to it.`,
      ),
    );
};
