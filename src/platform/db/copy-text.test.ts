import { describe, expect, it } from 'vitest';
import { encodeCopyRow } from './copy-text.ts';

describe('a row of COPY', () => {
  it('has tabs between its columns and ends with its line', () => {
    expect(encodeCopyRow(['a', 1, true])).toBe('a\t1\ttrue\n');
  });

  it('tells nothing from an empty text and from the letters that stand for nothing', () => {
    expect(encodeCopyRow([null, undefined, '', '\\N'])).toBe('\\N\t\\N\t\t\\\\N\n');
  });

  it('keeps what has a meaning in the format', () => {
    expect(encodeCopyRow(['a\tb\nc\rd\\e'])).toBe('a\\tb\\nc\\rd\\\\e\n');
  });

  it('writes bytes as hex, instants in UTC, and objects as JSON', () => {
    const row = [Buffer.from([0, 255]), new Date('2026-03-03T15:00:00Z'), { a: 'x\n' }];
    expect(encodeCopyRow(row)).toBe('\\\\x00ff\t2026-03-03T15:00:00.000Z\t{"a":"x\\\\n"}\n');
  });

  it('refuses an array', () => {
    expect(() => encodeCopyRow([['a']])).toThrow(TypeError);
  });
});
