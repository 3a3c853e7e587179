import { problemAt } from './check.ts';
import type { Check } from './check.ts';

/** Every sub-flow is gone through by a step that a call can come to. */
export const unusedSubFlow: Check = (flow, { states, tooMany }) => {
  if (tooMany) return [];
  const used = new Set(states.map(({ spot }) => spot.step.within));
  return [...flow.subFlows.keys()]
    .filter((name) => !used.has(name))
    .map((name) =>
      problemAt(flow, ['flow', name, 'flow'], 'unused-sub-flow', `No step goes through "${name}".`),
    );
};
