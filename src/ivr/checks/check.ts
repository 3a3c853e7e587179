import type { LinkedFlow, LinkedStep, Part, Way } from '../language/flow.ts';
import type { Problem } from '../language/problem.ts';
import type { Path } from '../language/source.ts';
import type { Exploration } from '../proof/explore.ts';

/**
 * Looks at a whole flow for one thing that can be wrong with it. Each check is one file in this folder.
 *
 * @param explored everything that a call can come to, for checks that ask what can happen
 */
export type Check = (flow: LinkedFlow, explored: Exploration) => Problem[];

/** A check that reads what is written and need not know what a call can come to. */
export type WrittenCheck = (flow: LinkedFlow) => Problem[];

/** A problem at a place of the flow's files. */
export function problemAt(flow: LinkedFlow, path: Path, code: string, message: string): Problem {
  const step = path[0] === 'steps' && typeof path[1] === 'string' ? { step: path[1] } : {};
  return { flow: flow.name, ...flow.source.place(path), ...step, code, message };
}

/** A problem in the prompts of one language: at a prompt, or at the list of them where it is missing. */
export function problemInPrompts(
  flow: LinkedFlow,
  language: string,
  path: Path,
  code: string,
  message: string,
): Problem {
  const file = `prompts.${language}.yaml`;
  const at = flow.prompts.get(language)?.source.atKey(path) ?? { line: 1, column: 1 };
  const name = path[1];
  const step = typeof name === 'string' ? stepSaying(flow, name) : undefined;
  return { flow: flow.name, file, ...at, ...(step !== undefined && { step }), code, message };
}

/** The first step that says a prompt. */
function stepSaying(flow: LinkedFlow, prompt: string): string | undefined {
  const says = stepsOf(flow).find((step) =>
    promptsOf(step).some((use) => use.prompt === prompt || use.otherwise === prompt),
  );
  return says?.name;
}

/** The steps that flow.yaml names outside of its steps. */
export function entryPoints(flow: LinkedFlow): { readonly to: string; readonly path: Path }[] {
  const hangup = flow.onHangup === null ? [] : [{ to: flow.onHangup, path: ['on_hangup'] }];
  return [{ to: flow.start, path: ['start'] }, { to: flow.exhausted, path: ['exhausted'] }, ...hangup];
}

export const stepsOf = (flow: LinkedFlow): LinkedStep[] => [...flow.steps.values()];

export const partsOf = (step: LinkedStep): Part[] => [...step.parts.values()];

/** The ways out of a step, as flow.yaml writes them: each place once. */
export function exitsOf(step: LinkedStep): { readonly way: Way; readonly path: Path }[] {
  const exits = new Map<string, { way: Way; path: Path }>();
  for (const way of partsOf(step).flatMap(({ ways }) => ways)) {
    if (way.path !== null) exits.set(JSON.stringify([way.path, way.to]), { way, path: way.path });
  }
  return [...exits.values()];
}

/** The steps where the prompts of a step are spoken, by the prompt. */
export const promptsOf = (step: LinkedStep) => partsOf(step).flatMap(({ speaks }) => speaks);
