import { describe, expect, it } from 'vitest';
import { gradedPrompts, OLDEST } from './generated-reading-age.ts';

const graded = await gradedPrompts();

describe('every English prompt', () => {
  it(`can be read at the age of ${OLDEST}`, () => {
    const hard = graded
      .filter(({ reading }) => reading.age > OLDEST)
      .map(
        ({ flow, prompt, text, reading }) =>
          `${flow}, ${prompt}: ${reading.age.toFixed(1)} years for "${text}"`,
      );
    expect(hard).toEqual([]);
  });

  it('is graded with words in place of its placeholders', () => {
    expect(graded.length).toBeGreaterThan(50);
    expect(graded.filter(({ text }) => /[{}<>]/.test(text) || text === '')).toEqual([]);
  });
});
