import type { LinkedFlow } from '../language/flow.ts';
import { problemAt, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** A sub-flow never comes to itself before it has returned. */
export const subFlowLoop: WrittenCheck = (flow) =>
  stepsOf(flow)
    .filter(({ kind, within }) => kind === 'flow' && within !== null)
    .flatMap((step) => {
      const entered = subFlowOf(flow, step.name);
      if (entered === null || step.within === null || !enters(flow, entered, step.within)) return [];
      const message = `The sub-flow "${step.within}" goes through ${entered === step.within ? 'itself' : `"${entered}", which comes back to it`}: it would never return.`;
      return [problemAt(flow, ['steps', step.name], 'sub-flow-loop', message)];
    });

/** The sub-flow that a `flow` step goes through. */
function subFlowOf(flow: LinkedFlow, name: string): string | null {
  const [way] = flow.steps.get(name)?.parts.get('')?.ways ?? [];
  return way === undefined ? null : (flow.steps.get(way.to)?.within ?? null);
}

/** Whether some way through one sub-flow goes through another. */
function enters(flow: LinkedFlow, from: string, wanted: string): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === wanted) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const step of stepsOf(flow)) {
      if (step.kind !== 'flow' || step.within !== name) continue;
      const inner = subFlowOf(flow, step.name);
      if (inner !== null) waiting.push(inner);
    }
  }
  return false;
}
