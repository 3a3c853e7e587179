import type { PromptBook } from '../language/prompts.ts';

/** Below this the recogniser is guessing: better to ask again than to take a wrong way. */
const SURE_ENOUGH = 0.4;

/** All that a caller may say to a prompt, for the recogniser; null where it takes keys only. */
export function hintsOf(book: PromptBook | undefined, prompt: string): string[] | null {
  const phrases = book?.spoken.get(prompt);
  return phrases === undefined ? null : [...phrases.values()].flat();
}

/**
 * The key that spoken words stand for: that of the one option whose phrase is in them as whole words. Null where
 * none is, where two are, and where the recogniser was not sure.
 */
export function keyFor(
  book: PromptBook | undefined,
  prompt: string,
  words: string,
  confidence: number,
): string | null {
  const options = book?.spoken.get(prompt);
  if (options === undefined || confidence < SURE_ENOUGH) return null;
  const said = ` ${plain(words)} `;
  const meant = [...options].filter(([, phrases]) =>
    phrases.some((phrase) => said.includes(` ${plain(phrase)} `)),
  );
  const [[key] = [null], ...more] = meant;
  return more.length === 0 ? key : null;
}

/** Letters and digits only, in lower case and without accents: as recognisers differ in all the rest. */
const plain = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
