import type { CallerAction } from '../../src/emulator/index.ts';

/** Keys of a caller who leaves details in English, by question; a test changes or cuts what it is about. */
export const detailKeys = {
  language: '1',
  notice: '1',
  main: '3',
  speak_freely: '1',
  role: '2',
  zip: '90012',
  safe_to_call: '1',
  offer: '1',
  ring_if_cut_off: '1',
  voicemail: '2',
  window: '1',
  zone: '4',
  zone_confirm: '1',
  wants_safe_word: '2',
  own_words: '2',
} as const;

export type Question = keyof typeof detailKeys;

/** The script of such a call up to and with `last`. */
export function details(
  last: Question = 'own_words',
  changes: Partial<Record<Question, string>> = {},
): CallerAction[] {
  const questions = Object.keys(detailKeys) as Question[];
  return questions
    .slice(0, questions.indexOf(last) + 1)
    .map((question) => ({ press: changes[question] ?? detailKeys[question] }));
}
