import { z } from 'zod';
import type { PlainValue } from '../../kernel/capability.ts';
import { say as sayWords, speak } from '../engine/speak.ts';
import { withArticle } from '../language/article.ts';
import { didYouMean } from '../language/nearest.ts';
import type { Move } from '../language/flow.ts';
import { defineKind, promptName, spokenIn, stepName } from './kind.ts';
import type { Linker } from './kind.ts';
import { passing } from './parts.ts';

/**
 * Says a prompt and goes on: `opening: { say: opening, spoken_in: all, next: language }`. It may note an answer
 * that the way here tells: `custody: { say: custody, sets: { about: custody }, next: offer }`.
 */
export const say = defineKind({
  keyword: 'say',
  schema: z.strictObject({
    say: promptName.describe('The prompt'),
    spoken_in: spokenIn,
    sets: z
      .record(z.string(), z.union([z.string(), z.boolean()]))
      .optional()
      .describe('Answers that are known by now: choices and yes_no'),
    next: stepName.describe('The step that follows'),
  }),
  link(source, linker) {
    const onward: Move = { kind: 'go', to: source.next };
    const sets = readSettings(source.sets ?? {}, linker);
    const way = { by: { kind: 'next' }, to: source.next, sets, path: linker.path('next') } as const;
    return {
      name: linker.step,
      kind: 'say',
      within: linker.within,
      ends: false,
      parts: passing({ ways: [way], speaks: [{ prompt: source.say, path: linker.path('say') }] }),
      calls: null,
      enter(run) {
        sayWords(run, speak(run, [{ prompt: source.say }], source.spoken_in ?? 'chosen'));
        for (const [name, value] of Object.entries(sets)) {
          run.session.answers[name] = value;
          run.events.push({ kind: 'answered', step: linker.step, name });
        }
        return onward;
      },
      take: () => onward,
    };
  },
});

function readSettings(
  sets: Readonly<Record<string, PlainValue>>,
  linker: Linker,
): Record<string, PlainValue> {
  const read: Record<string, PlainValue> = {};
  for (const [name, value] of Object.entries(sets)) {
    const path = linker.path('sets', name);
    const answer = linker.answer(name, path);
    if (answer === null) continue;
    const words = answer.entry.by === 'key' ? [...answer.entry.words.values()] : [];
    if (words.includes(value)) read[name] = value;
    else if (words.length === 0) {
      linker.problem(
        path,
        'wrong-type',
        `"${name}" is ${withArticle(answer.type)}: only a choice or yes_no can be set.`,
      );
    } else {
      const hint = didYouMean(String(value), words.map(String));
      linker.problem(path, 'unknown-choice', `"${String(value)}" is not a choice of "${name}".${hint}`);
    }
  }
  return read;
}
