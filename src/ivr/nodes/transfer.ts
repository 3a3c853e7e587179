import { z } from 'zod';
import { speak } from '../engine/speak.ts';
import type { Move } from '../language/flow.ts';
import { defineKind, promptName, stepName } from './kind.ts';
import { passing } from './parts.ts';

const RING_SECONDS = 30;

/**
 * Connects the caller with the line's outside call centre:
 * `person: { transfer: connecting, then: { talked: goodbye, missed: no-one, unavailable: offer } }`.
 * `unavailable` comes at once, and nothing is said, where the line names no call centre.
 */
export const transfer = defineKind({
  keyword: 'transfer',
  schema: z.strictObject({
    transfer: promptName.describe('Said before the other telephone rings'),
    ring: z.int().min(5).max(120).optional().describe('Seconds that it may ring; 30 if not given'),
    // oxlint-disable-next-line unicorn/no-thenable -- a word of the flow language; nobody awaits a schema
    then: z
      .strictObject({
        talked: stepName.describe('Someone answered, and has hung up'),
        missed: stepName.describe('Nobody answered, or it was busy'),
        unavailable: stepName.describe('There is no one to connect with'),
      })
      .describe('Where the call goes afterwards'),
  }),
  link({ transfer: prompt, ring, then }, linker) {
    const exits = ['talked', 'missed', 'unavailable'] as const;
    return {
      name: linker.step,
      kind: 'transfer',
      within: linker.within,
      ends: false,
      parts: passing({
        waits: true,
        connects: true,
        speaks: [{ prompt, path: linker.path('transfer') }],
        ways: exits.map((exit) => ({
          by: { kind: 'exit', exit },
          to: then[exit],
          path: linker.path('then', exit),
        })),
      }),
      calls: null,
      enter(run): Move {
        const { callCentre } = run.facts;
        if (callCentre === null) return { kind: 'go', to: then.unavailable };
        return {
          kind: 'wait',
          instruction: {
            kind: 'transfer',
            speech: speak(run, [{ prompt }]),
            to: callCentre.number,
            from: callCentre.from,
            ringSeconds: ring ?? RING_SECONDS,
          },
        };
      },
      take(run, input): Move {
        const talked = input.kind === 'transferred' && input.result === 'talked';
        run.events.push({ kind: 'outcome', step: linker.step, exit: talked ? 'talked' : 'missed' });
        return { kind: 'go', to: talked ? then.talked : then.missed };
      },
    };
  },
});
