import type { LinkedFlow } from '../language/flow.ts';
import { problemAt, stepsOf } from './check.ts';
import type { Check } from './check.ts';

/** No way leads back to where it began without waiting for the caller on it. */
export const silentLoop: Check = (flow) =>
  stepsOf(flow)
    .filter((step) => !step.waits && comesBack(flow, step.name))
    .map(({ name }) => {
      const message = `From "${name}" the call can come back to it without the caller doing anything.`;
      return problemAt(flow, ['steps', name], 'silent-loop', message);
    });

function comesBack(flow: LinkedFlow, start: string): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const { to } of flow.steps.get(name)?.exits ?? []) {
      if (to === start) return true;
      if (seen.has(to) || flow.steps.get(to)?.waits !== false) continue;
      seen.add(to);
      waiting.push(to);
    }
  }
  return false;
}
