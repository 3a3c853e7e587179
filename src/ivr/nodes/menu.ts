import { z } from 'zod';
import { askKey, takeKey } from '../engine/waiting.ts';
import { didYouMean } from '../language/nearest.ts';
import { defineKind, promptName, spokenIn, stepName, telephoneKey, waitingFields } from './kind.ts';
import type { Linker } from './kind.ts';
import { anywhereWays, waitingPart, waitingPrompts } from './parts.ts';

const TIMEOUT_SECONDS = 6;
const languageTag = /^[a-z]{2,3}-[A-Z]{2}$/;

const schema = z.strictObject({
  menu: promptName.describe('The prompt that reads out the options'),
  keys: z.record(telephoneKey, z.string()).describe('Where each key leads, or the language that it sets'),
  sets: z.literal('language').optional().describe('The keys choose the language; `next` follows'),
  next: stepName.optional().describe('Only with `sets`'),
  spoken_in: spokenIn,
  ...waitingFields,
});

/**
 * Offers keys that lead to steps, `main: { menu: main, keys: { "1": information, "3": details } }`, or that choose
 * the language, `language: { menu: language, keys: { "1": en-US, "3": other }, sets: language, next: main }`: there a
 * key whose value is no language leads to a step.
 */
export const menu = defineKind({
  keyword: 'menu',
  schema,
  link(source, linker) {
    const { waiting, exit } = linker.waiting(source, {
      prompt: source.menu,
      timeout: TIMEOUT_SECONDS,
      spokenIn: source.spoken_in ?? 'chosen',
    });
    const keys = new Map(Object.entries(source.keys));
    if (keys.size === 0)
      linker.problem(linker.path('keys'), 'missing-field', 'A menu needs at least one key.');
    const next = checkNext(source, linker);
    const leadsTo = (meaning: string): string =>
      next !== null && linker.languages.includes(meaning) ? next : meaning;
    const part = waitingPart(
      { waiting, exit },
      {
        speaks: waitingPrompts(source.menu, linker.path('menu'), linker.anywhere),
        ways: [
          ...[...keys].map(([key, meaning]) => ({
            by: { kind: 'key', key } as const,
            to: leadsTo(meaning),
            ...(leadsTo(meaning) === meaning
              ? { path: linker.path('keys', key) }
              : { path: linker.path('next'), sets: { 'facts.language': meaning } }),
          })),
          ...anywhereWays(linker.anywhere),
        ],
      },
    );
    return {
      name: linker.step,
      kind: 'menu',
      within: linker.within,
      ends: false,
      parts: new Map([['', part]]),
      calls: null,
      enter: (run) => askKey(run, waiting, null),
      take(run, input) {
        const pressed = takeKey(run, waiting, input, keys);
        if (pressed.kind === 'moved') return pressed.move;
        const to = leadsTo(pressed.meaning);
        if (to !== pressed.meaning) {
          run.session.language = pressed.meaning;
          run.events.push({ kind: 'language', language: pressed.meaning });
        }
        return { kind: 'go', to };
      },
    };
  },
});

/** The step after the choice of a language; null where the keys themselves lead on. */
function checkNext(source: z.output<typeof schema>, linker: Linker): string | null {
  if (source.sets === undefined) {
    if (source.next === undefined) return null;
    const message = 'A menu leads on by its keys. "next" is only for a menu that sets the language.';
    linker.problem(linker.path('next'), 'unknown-field', message);
    return null;
  }
  for (const [key, meaning] of Object.entries(source.keys)) {
    if (linker.languages.includes(meaning) || !languageTag.test(meaning)) continue;
    const message = `"${meaning}" is not one of this flow's languages.${didYouMean(meaning, linker.languages)}`;
    linker.problem(linker.path('keys', key), 'unknown-language', message);
  }
  if (source.next !== undefined) return source.next;
  const message = 'A menu that sets the language needs "next": the step that follows.';
  linker.problem(linker.path('sets'), 'missing-field', message);
  return null;
}
