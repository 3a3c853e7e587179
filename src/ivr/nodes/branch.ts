import { z } from 'zod';
import type { Move, Run } from '../language/flow.ts';
import { defineKind, stepName } from './kind.ts';
import { passing } from './parts.ts';

/**
 * Goes on by the first condition that is true:
 * `check: { branch: [ { when: 'answers.safe == true', to: number } ], otherwise: not-safe }`.
 */
export const branch = defineKind({
  keyword: 'branch',
  schema: z.strictObject({
    branch: z
      .array(
        z.strictObject({
          when: z.string().max(500).describe('A condition in CEL'),
          to: stepName.describe('Where it leads'),
        }),
      )
      .min(1)
      .max(20)
      .describe('Conditions, and where the first that is true leads'),
    otherwise: stepName.describe('Where the call goes when no condition is true'),
  }),
  link(source, linker) {
    const arms = source.branch.flatMap(({ when, to }, index) => {
      const condition = linker.condition(when, linker.path('branch', index, 'when'));
      return condition === null ? [] : [{ condition, to, at: index }];
    });
    const enter = ({ session, facts }: Run): Move => {
      const arm = arms.find(({ condition }) => condition.test(session, facts));
      return { kind: 'go', to: arm?.to ?? source.otherwise };
    };
    return {
      name: linker.step,
      kind: 'branch',
      within: linker.within,
      ends: false,
      parts: passing({
        asks: arms.map(({ condition, at }) => ({ condition, path: linker.path('branch', at, 'when') })),
        ways: [
          ...arms.map(({ to, at }, index) => ({
            by: { kind: 'condition', index } as const,
            to,
            path: linker.path('branch', at, 'to'),
          })),
          { by: { kind: 'otherwise' }, to: source.otherwise, path: linker.path('otherwise') },
        ],
      }),
      calls: null,
      enter,
      take: enter,
    };
  },
});
