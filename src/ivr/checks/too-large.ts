import { problemAt } from './check.ts';
import type { Check } from './check.ts';

/** A flow that cannot be explored in full cannot be proved. */
export const tooLarge: Check = (flow, { states, tooMany }) => {
  if (!tooMany) return [];
  const message = `A call can come to more than ${states.length} states, too many to prove anything: ask fewer answers in conditions.`;
  return [problemAt(flow, ['steps'], 'too-large', message)];
};
