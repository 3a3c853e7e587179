import { didYouMean } from '../language/nearest.ts';
import type { LinkedFlow } from '../language/flow.ts';
import type { Problem } from '../language/problem.ts';
import type { Path } from '../language/source.ts';
import { MORE_TIME, REPEAT } from '../engine/waiting.ts';
import { entryPoints, exitsOf, problemAt, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** Every name of a step leads to a step, and into a sub-flow only a `flow` step does. */
export const missingTarget: WrittenCheck = (flow) => {
  const anywhere = [...flow.anywhere]
    .filter(([, to]) => to !== REPEAT && to !== MORE_TIME)
    .map(([key, to]) => ({ to, path: ['anywhere', key] }));
  const ofLine = [...entryPoints(flow), ...anywhere].flatMap(({ to, path }) => wrong(flow, to, path, null));
  const ofSteps = stepsOf(flow).flatMap((step) =>
    exitsOf(step)
      .filter(({ path }) => path[0] === 'steps')
      .flatMap(({ way, path }) =>
        way.returnsTo === undefined
          ? wrong(flow, way.to, path, step.within)
          : wrong(flow, way.returnsTo, path, step.within),
      ),
  );
  const ofSubFlows = [...flow.subFlows].flatMap(([name, { start }]) =>
    wrong(flow, start, ['flow', name, 'start'], name),
  );
  return [...ofLine, ...ofSteps, ...ofSubFlows];
};

function wrong(flow: LinkedFlow, to: string, path: Path, within: string | null): Problem[] {
  if (to === 'return') {
    if (within !== null) return [];
    const message = '"return" leads out of a sub-flow, and this step is in none.';
    return [problemAt(flow, path, 'missing-target', message)];
  }
  const step = flow.steps.get(to);
  if (step === undefined) {
    const hint = didYouMean(to, flow.steps.keys());
    return [problemAt(flow, path, 'missing-target', `There is no step "${to}".${hint}`)];
  }
  if (step.within === null || step.within === within) return [];
  const message = `"${to}" is inside the sub-flow "${step.within}": go through it with "flow: ${step.within}".`;
  return [problemAt(flow, path, 'inside-sub-flow', message)];
}
