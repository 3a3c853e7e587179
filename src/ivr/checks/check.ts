import type { LinkedFlow, LinkedStep } from '../language/flow.ts';
import type { Problem } from '../language/problem.ts';
import type { Path } from '../language/source.ts';

/** Looks at a whole flow for one thing that can be wrong with it. Each check is one file in this folder. */
export type Check = (flow: LinkedFlow) => Problem[];

/** A problem at a place of flow.yaml. */
export function problemAt(flow: LinkedFlow, path: Path, code: string, message: string): Problem {
  const step = path[0] === 'steps' && typeof path[1] === 'string' ? { step: path[1] } : {};
  return { flow: flow.name, file: flow.source.file, ...flow.source.at(path), ...step, code, message };
}

/** Every step that a call can come to from some steps, those included. */
export function reachableFrom(flow: LinkedFlow, names: Iterable<string>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const step = flow.steps.get(name);
    if (step === undefined || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...step.exits.map(({ to }) => to));
  }
  return reached;
}

/** The steps that flow.yaml names outside of its steps. */
export function entryPoints(flow: LinkedFlow): { readonly to: string; readonly path: Path }[] {
  const hangup = flow.onHangup === null ? [] : [{ to: flow.onHangup, path: ['on_hangup'] }];
  return [{ to: flow.start, path: ['start'] }, { to: flow.exhausted, path: ['exhausted'] }, ...hangup];
}

export const stepsOf = (flow: LinkedFlow): LinkedStep[] => [...flow.steps.values()];
