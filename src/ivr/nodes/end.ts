import { z } from 'zod';
import { say, speak } from '../engine/speak.ts';
import type { Move, Run } from '../language/flow.ts';
import { defineKind, promptName } from './kind.ts';

/** Says last words and ends the call: `goodbye: { end: goodbye }`. */
export const end = defineKind({
  keyword: 'end',
  schema: z.strictObject({ end: promptName.describe('The last words') }),
  link(source, linker) {
    const enter = (run: Run): Move => {
      say(run, speak(run, [{ prompt: source.end }]));
      return { kind: 'end', reason: run.session.hungUp ? 'hangup' : 'end' };
    };
    return {
      name: linker.step,
      kind: 'end',
      waits: false,
      ends: true,
      exits: [],
      speaks: [{ prompt: source.end, path: linker.path('end') }],
      keys: [],
      calls: null,
      enter,
      take: enter,
    };
  },
});
