import { problemAt } from './check.ts';
import type { Check } from './check.ts';

/** A sub-flow that returns somewhere is gone through somewhere; its steps are checked as all others are. */
export const unusedSubFlow: Check = (flow, { states, tooMany }) => {
  if (tooMany) return [];
  const used = new Set(states.map(({ spot }) => spot.step.within));
  return [...flow.subFlows.keys()]
    .filter((name) => !used.has(name))
    .map((name) =>
      problemAt(flow, ['flow', name, 'flow'], 'unused-sub-flow', `No step goes through "${name}".`),
    );
};
