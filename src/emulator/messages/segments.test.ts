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
});
