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
 * that the way here tells, `custody: { say: custody, sets: { about: custody }, next: offer }`, or that none is given
 * any more, with `null`.
 */
export const say = defineKind({
  keyword: 'say',
  schema: z.strictObject({
    say: promptName.describe('The prompt'),
    spoken_in: spokenIn,
    sets: z
      .record(z.string(), z.union([z.string(), z.boolean(), z.null()]))
      .optional()
      .describe('Answers that are known by now, choices and yes_no; null takes any answer back'),
    next: stepName.describe('The step that follows'),
  }),
  link(source, linker) {
    const onward: Move = { kind: 'go', to: source.next };
    const { sets, unsets } = readSettings(source.sets ?? {}, linker);
    const way = { by: { kind: 'next' }, to: source.next, sets, unsets, path: linker.path('next') } as const;
    return {
      name: linker.step,
      kind: 'say',
      within: linker.within,
      ends: false,
      parts: passing({ ways: [way], speaks: [{ prompt: source.say, path: linker.path('say') }] }),
      calls: null,
      enter(run) {
        sayWords(run, speak(run, [{ prompt: source.say }], source.spoken_in ?? 'chosen'));
        for (const name of unsets) delete run.session.answers[name];
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

interface Settings {
  readonly sets: Readonly<Record<string, PlainValue>>;
  readonly unsets: readonly string[];
}

function readSettings(written: Readonly<Record<string, PlainValue | null>>, linker: Linker): Settings {
  const sets: Record<string, PlainValue> = {};
  const unsets: string[] = [];
  for (const [name, value] of Object.entries(written)) {
    const path = linker.path('sets', name);
    const answer = linker.answer(name, path);
    if (answer === null) continue;
    const words = answer.entry.by === 'key' ? [...answer.entry.words.values()] : [];
    if (value === null) unsets.push(name);
    else if (words.includes(value)) sets[name] = value;
    else if (words.length === 0) {
      const message = `"${name}" is ${withArticle(answer.type)}: only a choice or yes_no can be set.`;
      linker.problem(path, 'wrong-type', message);
    } else {
      const hint = didYouMean(String(value), words.map(String));
      linker.problem(path, 'unknown-choice', `"${String(value)}" is not a choice of "${name}".${hint}`);
    }
  }
  return { sets, unsets };
}
