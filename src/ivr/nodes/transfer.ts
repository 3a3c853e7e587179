import { z } from 'zod';
import { speak } from '../engine/speak.ts';
import type { Move } from '../language/flow.ts';
import { defineKind, promptName, stepName } from './kind.ts';
import { passing } from './parts.ts';

const RING_SECONDS = 30;

/**
 * Connects the caller with the line's outside call centre:
 * `person: { transfer: connecting, then: { talked: goodbye, missed: no-one, unavailable: offer } }`;
 * or, `to: officer`, with the officer whom a capability has found for them.
 * `unavailable` comes at once, and nothing is said, where the line names no call centre or no officer was found.
 */
export const transfer = defineKind({
  keyword: 'transfer',
  schema: z.strictObject({
    transfer: promptName.describe('Said before the other telephone rings'),
    to: z
      .literal('officer')
      .optional()
      .describe('The officer whom a capability has just found; else the call centre'),
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
  link({ transfer: prompt, to, ring, then }, linker) {
    const exits = ['talked', 'missed', 'unavailable'] as const;
    return {
      name: linker.step,
      kind: 'transfer',
      within: linker.within,
      ends: false,
      parts: passing({
        waits: true,
        connects: to === undefined,
        speaks: [{ prompt, path: linker.path('transfer') }],
        ways: exits.map((exit) => ({
          by: { kind: 'exit', exit },
          to: then[exit],
          path: linker.path('then', exit),
        })),
      }),
      calls: null,
      enter(run): Move {
        const { callCentre, officer = null } = run.facts;
        const other = to === 'officer' ? officer : callCentre;
        if (other === null) return { kind: 'go', to: then.unavailable };
        return {
          kind: 'wait',
          instruction: {
            kind: 'transfer',
            speech: speak(run, [{ prompt }]),
            to: other.number,
            from: other.from,
            ringSeconds: ring ?? RING_SECONDS,
            ...(to === 'officer' && officer !== null && { briefing: officer.briefing }),
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
