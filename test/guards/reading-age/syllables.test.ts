import { describe, expect, it } from 'vitest';
import { readingOf } from './flesch-kincaid.ts';
import { syllablesOf } from './syllables.ts';

describe('syllablesOf', () => {
  it.each([
    ['the', 1],
    ['please', 1],
    ['called', 1],
    ['changed', 1],
    ['minutes', 2],
    ['places', 2],
    ['prices', 2],
    ['wanted', 2],
    ['needed', 2],
    ['people', 2],
    ['table', 2],
    ['little', 2],
    ['people’s', 2],
    ['safely', 2],
    ['office', 2],
    ['offices', 3],
    ['officer', 3],
    ['custody', 3],
    ['area', 3],
    ['video', 3],
    ['violence', 3],
    ['media', 3],
    ['actual', 3],
    ['station', 2],
    ['special', 2],
    ['opinion', 3],
    ['information', 4],
    ['emergency', 4],
    ['interpreter', 4],
    ['immediately', 5],
    ['don’t', 1],
    ['everyone', 3],
    ['evening', 2],
    ['Hawaii', 3],
    ['quiet', 2],
    ['being', 2],
    ['saying', 2],
    ['carrying', 3],
    ['three', 1],
    ['rhythm', 1],
  ])('knows how %s is read', (word, count) => {
    expect(syllablesOf(word)).toBe(count);
  });

  it.each([
    ['7', 2],
    ['12', 1],
    ['21', 3],
    ['180', 5],
    ['911', 6],
  ])('reads the number %s', (word, count) => {
    expect(syllablesOf(word)).toBe(count);
  });

  it('reads capitals letter by letter, but for ZIP and PIN', () => {
    expect(['FBI', 'W', 'ZIP', 'PIN', 'PINs'].map(syllablesOf)).toEqual([3, 3, 1, 1, 1]);
  });
});

describe('readingOf', () => {
  it('is the published formula', () => {
    // 13 words, 2 sentences, 14 syllables.
    const reading = readingOf('The cat sat on the mat. It was a fat and happy cat.');
    expect(reading).toMatchObject({ words: 13, sentences: 2, syllables: 14 });
    expect(reading.grade).toBeCloseTo(0.39 * 6.5 + 11.8 * (14 / 13) - 15.59, 9);
    expect(reading.age).toBeCloseTo(reading.grade + 5, 9);
  });

  it('finds long words and long sentences harder', () => {
    const easy = readingOf('Call us. We can help.');
    const hard = readingOf('Individuals requiring assistance are encouraged to communicate immediately.');
    expect(easy.age).toBeLessThan(7);
    expect(hard.age).toBeGreaterThan(18);
  });

  it('can grade anything', () => {
    expect(readingOf('').grade).toBeLessThan(0);
    expect(readingOf('{}').words).toBe(1);
  });
});
