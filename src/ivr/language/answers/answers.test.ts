import { describe, expect, it } from 'vitest';
import { answerTypes } from './answer-types.ts';

/** What an answer, declared like this, makes of some keys. */
function read(declaration: Record<string, unknown>, keys: string): unknown {
  const type = answerTypes.find(({ keyword }) => keyword in declaration);
  const parsed = type?.link('x', declaration);
  if (!parsed?.ok || parsed.answer.entry.by !== 'digits') throw new Error('not an entry');
  return parsed.answer.entry.read(keys);
}

const isSensitive = (declaration: Record<string, unknown>): boolean | 'refused' => {
  const type = answerTypes.find(({ keyword }) => keyword in declaration);
  const parsed = type?.link('x', declaration);
  return parsed?.ok ? parsed.answer.sensitive : 'refused';
};

describe('a date', () => {
  it.each([
    ['03022026', '2026-03-02'],
    ['02292028', '2028-02-29'],
    ['02292026', null],
    ['02302026', null],
    ['13012026', null],
    ['00002026', null],
    ['03021899', null],
    ['0302202', null],
    ['3/2/2026', null],
  ])('of the keys %s is %s', (keys, value) => {
    expect(read({ date: true }, keys)).toBe(value);
  });
});

describe('an amount', () => {
  it.each([
    ['1', 1],
    ['020', 20],
    ['21', null],
    ['0', null],
    ['', null],
    ['1.5', null],
  ])('of the keys "%s" from 1 to 20 is %s', (keys, value) => {
    expect(read({ amount: { min: 1, max: 20 } }, keys)).toBe(value);
  });
});

describe('an identifier', () => {
  it.each([
    ['123456789', '123456789'],
    ['1234567', '001234567'],
    ['012345678', '012345678'],
    ['000000000', null],
    ['123456', null],
    ['1234567890', null],
  ])('of the keys %s is %s', (keys, value) => {
    expect(read({ identifier: true }, keys)).toBe(value);
  });

  it('is sensitive, and a spoken answer never is', () => {
    expect(isSensitive({ identifier: true })).toBe(true);
    expect(isSensitive({ identifier: true, sensitive: false })).toBe('refused');
    expect(isSensitive({ speech: true })).toBe(false);
    expect(isSensitive({ speech: true, sensitive: true })).toBe('refused');
    expect(isSensitive({ zip: true, sensitive: true })).toBe(true);
  });
});
