import { problemAt, reachableFrom, stepsOf } from './check.ts';
import type { Check } from './check.ts';

/** From every step the call can come to an end. */
export const deadEnd: Check = (flow) => {
  const ends = new Set(
    stepsOf(flow)
      .filter(({ ends }) => ends)
      .map(({ name }) => name),
  );
  return stepsOf(flow)
    .filter(({ name }) => ![...reachableFrom(flow, [name])].some((reached) => ends.has(reached)))
    .map(({ name }) =>
      problemAt(
        flow,
        ['steps', name],
        'dead-end',
        `From "${name}" no way leads to a step that ends the call.`,
      ),
    );
};
