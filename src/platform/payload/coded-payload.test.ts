import { describe, expect, it } from 'vitest';
import { uncodedFields } from './coded-payload.ts';

describe('a payload', () => {
  it.each([
    '0193b3c4-0000-7000-8000-000000000001',
    'CA0123456789abcdef0123456789abcdef',
    'a'.repeat(64),
    '2026-11-24T15:00:00.000Z',
    'no_answer',
    'callbacks.promised',
    'es-US',
    7,
    -1,
    true,
    null,
  ])('may carry %s', (value) => {
    expect(uncodedFields({ value })).toEqual([]);
  });

  it.each([
    '+18005550199',
    '18005550199',
    18005550199,
    123456789,
    'Maria',
    'call my sister',
    'HL-26-480917-7',
    'a@example.org',
    'niña',
    '',
    'nul\0',
    'x'.repeat(65),
    Number.NaN,
    ['a'],
    { a: 1 },
    undefined,
  ])('may not carry %s', (value) => {
    expect(uncodedFields({ id: 1, value })).toEqual(['value']);
  });

  it.each([null, 'text', 7, ['a'], undefined])('is an object, not %s', (payload) => {
    expect(uncodedFields(payload)).toEqual(['payload']);
  });
});
