import { arriveAt, follow, spotKey } from '../proof/spot.ts';
import type { Spot } from '../proof/spot.ts';
import { withArticle } from '../language/article.ts';
import type { LinkedFlow } from '../language/flow.ts';
import { problemAt } from './check.ts';
import type { Check } from './check.ts';

/** Kinds that make sense when nobody is there: nothing can be said, asked or waited for. */
const silentKinds = new Set(['branch', 'do', 'flow', 'end']);

/** What runs after the caller has hung up needs no caller. */
export const afterHangUp: Check = (flow) => {
  const steps = new Map(spotsAfterHangUp(flow).map(({ step, part }) => [step.name, { step, part }]));
  return [...steps.values()].flatMap(({ step, part }) => {
    if (needsNobody({ step, part })) return [];
    const why =
      step.kind === 'do' ? 'asks a capability that takes a while' : `is ${withArticle(step.kind)} step`;
    const message = `"${step.name}" runs after a hang-up (from "on_hangup"), but ${why}. Only branch, flow, end, and do with a local capability can.`;
    return [problemAt(flow, ['steps', step.name], 'needs-caller', message)];
  });
};

const needsNobody = ({ step, part }: Pick<Spot, 'step' | 'part'>): boolean =>
  silentKinds.has(step.kind) && !part.waits;

/** Where the call comes after a hang-up, as far as the first step that needs a caller. */
function spotsAfterHangUp(flow: LinkedFlow): Spot[] {
  const spots = new Map<string, Spot>();
  const waiting = flow.onHangup === null ? [] : arriveAt(flow, flow.onHangup, []);
  for (let spot = waiting.pop(); spot !== undefined; spot = waiting.pop()) {
    if (spots.has(spotKey(spot))) continue;
    spots.set(spotKey(spot), spot);
    if (!needsNobody(spot)) continue;
    for (const way of spot.part.ways) waiting.push(...follow(flow, spot, way));
  }
  return [...spots.values()];
}
