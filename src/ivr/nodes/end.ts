import { z } from 'zod';
import { say, speak } from '../engine/speak.ts';
import type { Move, Run } from '../language/flow.ts';
import { defineKind, promptName, spokenIn } from './kind.ts';
import { passing } from './parts.ts';

/** Says last words and ends the call: `goodbye: { end: goodbye }`. */
export const end = defineKind({
  keyword: 'end',
  schema: z.strictObject({ end: promptName.describe('The last words'), spoken_in: spokenIn }),
  link(source, linker) {
    const enter = (run: Run): Move => {
      say(run, speak(run, [{ prompt: source.end }], source.spoken_in ?? 'chosen'));
      return { kind: 'end', reason: run.session.hungUp ? 'hangup' : 'end' };
    };
    return {
      name: linker.step,
      kind: 'end',
      within: linker.within,
      ends: true,
      parts: passing({ ways: [], speaks: [{ prompt: source.end, path: linker.path('end') }] }),
      calls: null,
      enter,
      take: enter,
    };
  },
});
