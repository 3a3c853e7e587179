import { z } from 'zod';
import type { Move } from '../language/flow.ts';
import { defineKind, stepName } from './kind.ts';
import { passing } from './parts.ts';

/**
 * Goes through a sub-flow, a file `flow.<name>.yaml` beside flow.yaml, and on where that says `return`:
 * `information: { flow: information, next: main }`.
 */
export const flow = defineKind({
  keyword: 'flow',
  schema: z.strictObject({
    flow: stepName.describe('The sub-flow'),
    next: stepName.describe('Where its `return` leads'),
  }),
  link(source, linker) {
    const subFlow = linker.subFlow(source.flow, linker.path('flow'));
    if (subFlow === null) return null;
    const { start } = subFlow;
    const into: Move = { kind: 'go', to: start, returnsTo: source.next };
    return {
      name: linker.step,
      kind: 'flow',
      within: linker.within,
      ends: false,
      parts: passing({
        ways: [{ by: { kind: 'next' }, to: start, returnsTo: source.next, path: linker.path('next') }],
      }),
      calls: null,
      enter: () => into,
      take: () => into,
    };
  },
});
