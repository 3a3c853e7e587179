import { z } from 'zod';
import { say as sayWords, speak } from '../engine/speak.ts';
import type { Move } from '../language/flow.ts';
import { defineKind, promptName, spokenIn, stepName } from './kind.ts';

/** Says a prompt and goes on: `opening: { say: opening, spoken_in: all, next: language }`. */
export const say = defineKind({
  keyword: 'say',
  schema: z.strictObject({
    say: promptName.describe('The prompt'),
    spoken_in: spokenIn,
    next: stepName,
  }),
  link(source, linker) {
    const onward: Move = { kind: 'go', to: source.next };
    return {
      name: linker.step,
      kind: 'say',
      waits: false,
      ends: false,
      exits: [{ to: source.next, path: linker.path('next') }],
      speaks: [{ prompt: source.say, path: linker.path('say') }],
      keys: [],
      calls: null,
      enter(run) {
        sayWords(run, speak(run, [{ prompt: source.say }], source.spoken_in ?? 'chosen'));
        return onward;
      },
      take: () => onward,
    };
  },
});
