import type { LinkedFlow, LinkedStep, Part, Way } from '../language/flow.ts';

/** Where a call can stand: a part of a step, and where the sub-flows around it return to. */
export interface Spot {
  readonly step: LinkedStep;
  readonly name: string;
  readonly part: Part;
  readonly returns: readonly string[];
}

/** Deeper than any flow nests; one that does not come back is refused by its own check. */
const deepest = 8;

export const spotKey = ({ step, name, returns }: Spot): string => `${step.name}/${name}/${returns.join('>')}`;

/** The parts of a step in which a call that arrives there may find itself. None where the step does not exist. */
export function arriveAt(flow: LinkedFlow, to: string, returns: readonly string[]): Spot[] {
  const step = flow.steps.get(to);
  if (step === undefined || returns.length > deepest) return [];
  return [...step.parts]
    .filter(([, part]) => part.entrance)
    .map(([name, part]) => ({ step, name, part, returns }));
}

/** Where a way leads from a spot: as the engine does it, see `arrive` there. */
export function follow(flow: LinkedFlow, from: Spot, way: Way): Spot[] {
  if (way.part !== undefined) {
    const part = from.step.parts.get(way.part);
    return part === undefined ? [] : [{ ...from, name: way.part, part }];
  }
  const back = way.to === 'return';
  const to = back ? from.returns.at(-1) : way.to;
  if (to === undefined) return [];
  const around = back ? from.returns.slice(0, -1) : from.returns;
  if (way.returnsTo === 'return') return arriveAt(flow, to, around);
  if (way.returnsTo !== undefined) return arriveAt(flow, to, [...around, way.returnsTo]);
  return arriveAt(flow, to, flow.steps.get(to)?.within === null ? [] : around);
}
