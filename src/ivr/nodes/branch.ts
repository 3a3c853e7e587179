import { z } from 'zod';
import type { Move, Run } from '../language/flow.ts';
import { defineKind, stepName } from './kind.ts';

/**
 * Goes on by the first condition that is true:
 * `check: { branch: [ { when: 'answers.safe == true', to: number } ], otherwise: not-safe }`.
 */
export const branch = defineKind({
  keyword: 'branch',
  schema: z.strictObject({
    branch: z
      .array(z.strictObject({ when: z.string().max(500).describe('A condition in CEL'), to: stepName }))
      .min(1)
      .max(20),
    otherwise: stepName.describe('Where the call goes when no condition is true'),
  }),
  link(source, linker) {
    const arms = source.branch.map(({ when, to }, index) => ({
      when: linker.condition(when, linker.path('branch', index, 'when')),
      exit: { to, path: linker.path('branch', index, 'to') },
    }));
    const otherwise = { to: source.otherwise, path: linker.path('otherwise') };
    const enter = ({ session, facts }: Run): Move => {
      const arm = arms.find(({ when }) => when(session, facts));
      return { kind: 'go', to: (arm?.exit ?? otherwise).to };
    };
    return {
      name: linker.step,
      kind: 'branch',
      waits: false,
      ends: false,
      exits: [...arms.map(({ exit }) => exit), otherwise],
      speaks: [],
      keys: [],
      calls: null,
      enter,
      take: enter,
    };
  },
});
