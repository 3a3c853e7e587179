import { anywhereExits } from '../engine/waiting.ts';
import { didYouMean } from '../language/nearest.ts';
import { entryPoints, problemAt, stepsOf } from './check.ts';
import type { Check } from './check.ts';

/** Every name of a step leads to a step. */
export const missingTarget: Check = (flow) => {
  const inSteps = stepsOf(flow).flatMap((step) => step.exits.filter(({ path }) => path[0] === 'steps'));
  return [...entryPoints(flow), ...anywhereExits(flow.anywhere), ...inSteps]
    .filter(({ to }) => !flow.steps.has(to))
    .map(({ to, path }) =>
      problemAt(
        flow,
        path,
        'missing-target',
        `There is no step "${to}".${didYouMean(to, flow.steps.keys())}`,
      ),
    );
};
