import { describe, expect, it } from 'vitest';
import { fixtureFlow } from '../../../test/flows/fixtures.ts';
import { hintsOf, keyFor } from './hear.ts';

const { prompts } = fixtureFlow();
const english = prompts.get('en-US');
const spanish = prompts.get('es-US');

describe('spoken words', () => {
  it.each([
    ['information', '1'],
    ['Information, please!', '1'],
    ['could you call me back', '3'],
    ['an officer', '3'],
    ['informational', null], // only whole words
    ['information or an officer', null], // two options at once
    ['something else', null],
    ['', null],
  ])('"%s" stand for key %s', (words, key) => {
    expect(keyFor(english, 'main', words, 0.9)).toBe(key);
  });

  it('are compared without accents, as recognisers leave them out', () => {
    expect(keyFor(spanish, 'main', 'INFORMACION', 0.9)).toBe('1');
  });

  it('are not taken where the recogniser is guessing, or the prompt takes keys only', () => {
    expect(keyFor(english, 'main', 'information', 0.2)).toBeNull();
    expect(keyFor(english, 'number.confirm', 'information', 0.9)).toBeNull();
    expect(hintsOf(english, 'number.confirm')).toBeNull();
  });

  it('are told to the recogniser beforehand', () => {
    expect(hintsOf(english, 'main')).toEqual(['information', 'call me back', 'officer']);
  });
});
