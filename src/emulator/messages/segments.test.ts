import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentsOf } from './segments.ts';

describe('segments of a text', () => {
  it.each([
    ['', 1],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['í'.repeat(70), 1],
    ['í'.repeat(71), 2],
    ['í'.repeat(135), 3],
  ])('%#', (text, segments) => {
    expect(segmentsOf(text)).toBe(segments);
  });

  it('are never fewer when a text grows', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), fc.string({ maxLength: 50 }), (text, more) => {
        expect(segmentsOf(text + more)).toBeGreaterThanOrEqual(segmentsOf(text));
      }),
    );
  });
});
