import { syllablesOf } from './syllables.ts';

/** How hard a text is to read. */
export interface Reading {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
  /** Years of school in the United States. */
  readonly grade: number;
  /** Years: children are about five when their first grade is a year away. */
  readonly age: number;
}

/**
 * Grades a text by Flesch and Kincaid's formula: J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom,
 * "Derivation of New Readability Formulas … for Navy Enlisted Personnel", Research Branch Report 8-75, 1975.
 *
 * @param text with its digits as they are read: `9 1 1` is three words
 */
export function readingOf(text: string): Reading {
  const found = text.match(/[\p{L}\p{N}]+(?:['’.][\p{L}]+)*/gu) ?? [];
  const words = Math.max(1, found.length);
  const sentences = Math.max(1, (text.match(/[.!?]+(?=\s|$)/g) ?? []).length);
  const syllables = found.reduce((total, word) => total + syllablesOf(word), 0);
  const grade = 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
  return { words, sentences, syllables, grade, age: grade + 5 };
}
