import { follow, spotKey } from '../proof/spot.ts';
import { allSpots } from '../proof/variables.ts';
import { problemAt } from './check.ts';
import type { Check } from './check.ts';

/** From wherever a call can stand, it can come to an end. */
export const deadEnd: Check = (flow) => {
  const spots = allSpots(flow);
  const before = new Map<string, string[]>();
  for (const [key, spot] of spots) {
    for (const next of spot.part.ways.flatMap((way) => follow(flow, spot, way))) {
      const sources = before.get(spotKey(next)) ?? [];
      before.set(spotKey(next), [...sources, key]);
    }
  }
  const ending = new Set<string>();
  const waiting = [...spots].filter(([, { step }]) => step.ends).map(([key]) => key);
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (ending.has(key)) continue;
    ending.add(key);
    waiting.push(...(before.get(key) ?? []));
  }
  const stuck = [...spots].filter(([key]) => !ending.has(key)).map(([, { step }]) => step.name);
  return [...new Set(stuck)].map((name) =>
    problemAt(flow, ['steps', name], 'dead-end', `From "${name}" no way leads to a step that ends the call.`),
  );
};
