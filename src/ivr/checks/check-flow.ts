import type { LinkedFlow } from '../language/flow.ts';
import { inReadingOrder } from '../language/problem.ts';
import type { Problem } from '../language/problem.ts';
import { withWays } from '../language/way-there.ts';
import { explore } from '../proof/explore.ts';
import type { Exploration } from '../proof/explore.ts';
import { wayTo } from '../proof/words.ts';
import { afterHangUp } from './after-hang-up.ts';
import { capabilityExits } from './capability-exits.ts';
import { capabilityInputs } from './capability-inputs.ts';
import type { Check, WrittenCheck } from './check.ts';
import { deadEnd } from './dead-end.ts';
import { helpInReach } from './help-in-reach.ts';
import { longPrompt } from './long-prompt.ts';
import { missingPrompt } from './missing-prompt.ts';
import { missingTarget } from './missing-target.ts';
import { missingTranslation } from './missing-translation.ts';
import { missingVoice } from './missing-voice.ts';
import { neutralWords } from './neutral-words.ts';
import { noticeOnlySpeaks } from './notice-only-speaks.ts';
import { readBack } from './read-back.ts';
import { sameInBoth } from './same-in-both.ts';
import { shadowedKey } from './shadowed-key.ts';
import { silenceEnds } from './silence-ends.ts';
import { silentLoop } from './silent-loop.ts';
import { spokenOptions } from './spoken-options.ts';
import { subFlowLoop } from './sub-flow-loop.ts';
import { tooLarge } from './too-large.ts';
import { tooManyOptions } from './too-many-options.ts';
import { unknownPlaceholder } from './unknown-placeholder.ts';
import { unreachableStep } from './unreachable-step.ts';
import { unsetValue } from './unset-value.ts';
import { unusedSubFlow } from './unused-sub-flow.ts';

/** What a flow must have for a call to find its way at all: while it does not, nothing more can be said of it. */
const structure = [missingTarget, subFlowLoop] satisfies WrittenCheck[];

/** What can be said of a flow whose ways all lead somewhere. */
const behaviour: readonly Check[] = [
  unusedSubFlow,
  afterHangUp,
  deadEnd,
  silentLoop,
  unreachableStep,
  unsetValue,
  silenceEnds,
  helpInReach,
  tooLarge,
];

/** What can be read off the files, without knowing what a call does. */
const words = [
  missingPrompt,
  missingTranslation,
  sameInBoth,
  missingVoice,
  unknownPlaceholder,
  spokenOptions,
  readBack,
  longPrompt,
  neutralWords,
  tooManyOptions,
  shadowedKey,
  capabilityInputs,
  capabilityExits,
  noticeOnlySpeaks,
] satisfies WrittenCheck[];

/** Every check. */
export const checks: readonly Check[] = [...structure, ...words, ...behaviour];

export interface CheckedFlow {
  /** Everything that is wrong with the flow as a whole, in reading order. A flow with a problem does not start. */
  readonly problems: readonly Problem[];
  readonly explored: Exploration;
}

/** What is wrong with how a flow is written: the checks that need not explore it, which takes longest. */
export function checkWriting(flow: LinkedFlow): Problem[] {
  return [...structure, ...words].flatMap((check) => check(flow));
}

export function checkFlow(flow: LinkedFlow): CheckedFlow {
  const explored = explore(flow);
  const run = (some: readonly Check[]): Problem[] => some.flatMap((check) => check(flow, explored));
  const broken = run(structure);
  const problems = [...broken, ...run(words), ...(broken.length === 0 ? run(behaviour) : [])];
  const placed = problems.map((problem) => withShortestWay(explored, problem));
  return { problems: inReadingOrder(withWays(flow.source, placed)), explored };
}

/** States are in the order of their distance, so that the first of a step is the nearest. */
function withShortestWay({ states }: Exploration, problem: Problem): Problem {
  if (problem.step === undefined || problem.way !== undefined) return problem;
  const state = states.find(({ spot }) => spot.step.name === problem.step);
  return state === undefined ? problem : { ...problem, way: wayTo(state) };
}
