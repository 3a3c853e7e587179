import { problemAt, reachableFrom } from './check.ts';
import type { Check } from './check.ts';

/** Kinds that make sense when nobody is there: nothing can be said, asked or waited for. */
const silentKinds = new Set(['branch', 'do', 'end']);

/** What runs after the caller has hung up needs no caller. */
export const afterHangUp: Check = (flow) => {
  if (flow.onHangup === null) return [];
  return [...reachableFrom(flow, [flow.onHangup])].flatMap((name) => {
    const step = flow.steps.get(name);
    if (step === undefined || (silentKinds.has(step.kind) && !step.waits)) return [];
    const why = step.kind === 'do' ? 'asks a capability that takes a while' : `is a "${step.kind}" step`;
    const message = `"${name}" runs after a hang-up (from "on_hangup"), but ${why}. Only branch, end, and do with a local capability can.`;
    return [problemAt(flow, ['steps', name], 'needs-caller', message)];
  });
};
