import { describe, expect, it } from 'vitest';
import { spokenParts } from './spoken-parts.ts';

describe('spokenParts', () => {
  it('leaves a text that one Say can hold as it is', () => {
    expect(spokenParts('  Hello.\nGood day. ')).toEqual(['Hello.\nGood day.']);
  });

  it('has no parts where nothing is left to say', () => {
    expect(spokenParts('')).toEqual([]);
    expect(spokenParts(' \u0000\uD800 ')).toEqual([]);
  });

  it('cuts at white space and loses no word', () => {
    const text = Array.from({ length: 2_000 }, (_, at) => `word${at}`).join(' ');
    const parts = spokenParts(text);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join(' ')).toBe(text);
  });

  it('cuts sooner where letters take more room on the wire', () => {
    const text = Array.from({ length: 500 }, () => 'ñandúes').join(' ');
    const parts = spokenParts(text);
    expect(parts.join(' ')).toBe(text);
    expect(Math.max(...parts.map((part) => encodeURIComponent(part).length))).toBeLessThanOrEqual(4_500);
  });

  it('cuts one endless word between characters', () => {
    const parts = spokenParts('👍'.repeat(2_000));
    expect(parts.join('')).toBe('👍'.repeat(2_000));
    expect(parts.join('\n')).not.toMatch(/\p{Surrogate}/u);
  });
});
