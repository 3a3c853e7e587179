import type { LinkedFlow } from '../language/flow.ts';
import { follow, spotKey } from '../proof/spot.ts';
import type { Spot } from '../proof/spot.ts';
import { allSpots } from '../proof/variables.ts';
import { problemAt } from './check.ts';
import type { Check } from './check.ts';

/** No way leads back to where it began without waiting for the caller on it. */
export const silentLoop: Check = (flow) => {
  const looping = [...allSpots(flow).values()].filter((spot) => !spot.part.waits && comesBack(flow, spot));
  return [...new Set(looping.map(({ step }) => step.name))].map((name) => {
    const message = `From "${name}" the call can come back to it without the caller doing anything.`;
    return problemAt(flow, ['steps', name], 'silent-loop', message);
  });
};

function comesBack(flow: LinkedFlow, start: Spot): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let spot = waiting.pop(); spot !== undefined; spot = waiting.pop()) {
    const from = spot;
    for (const next of from.part.ways.flatMap((way) => follow(flow, from, way))) {
      const key = spotKey(next);
      if (key === spotKey(start)) return true;
      if (seen.has(key) || next.part.waits) continue;
      seen.add(key);
      waiting.push(next);
    }
  }
  return false;
}
