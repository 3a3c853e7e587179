import type { LinkedFlow } from '../language/flow.ts';
import { inReadingOrder } from '../language/problem.ts';
import type { Problem } from '../language/problem.ts';
import { afterHangUp } from './after-hang-up.ts';
import { capabilityExits } from './capability-exits.ts';
import { capabilityInputs } from './capability-inputs.ts';
import type { Check } from './check.ts';
import { deadEnd } from './dead-end.ts';
import { missingPrompt } from './missing-prompt.ts';
import { missingTarget } from './missing-target.ts';
import { missingTranslation } from './missing-translation.ts';
import { shadowedKey } from './shadowed-key.ts';
import { silentLoop } from './silent-loop.ts';
import { unknownPlaceholder } from './unknown-placeholder.ts';
import { unreachableStep } from './unreachable-step.ts';

/** Every check. */
export const checks: readonly Check[] = [
  missingTarget,
  missingPrompt,
  missingTranslation,
  unknownPlaceholder,
  deadEnd,
  unreachableStep,
  silentLoop,
  shadowedKey,
  capabilityInputs,
  capabilityExits,
  afterHangUp,
];

/** Everything that is wrong with a flow as a whole, in reading order. A flow with a problem does not start. */
export function checkFlow(flow: LinkedFlow): Problem[] {
  return inReadingOrder(checks.flatMap((check) => check(flow)));
}
