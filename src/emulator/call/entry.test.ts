import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEntry } from './entry.ts';

const keys = fc.string({ unit: fc.constantFrom(...'0123456789*#'.split('')), maxLength: 30 });

describe('an entry of keys', () => {
  it.each([
    ['98#7', Infinity, '#', { digits: '98', finishedOn: '#', surplus: '7', complete: true }],
    ['12345', 4, '#', { digits: '1234', finishedOn: '', surplus: '5', complete: true }],
    ['*1#', 3, '', { digits: '*1#', finishedOn: '', surplus: '', complete: true }],
    ['12', 4, '#', { digits: '12', finishedOn: '', surplus: '', complete: false }],
    ['#', 1, '#', { digits: '', finishedOn: '#', surplus: '', complete: true }],
  ] as const)('reads %j, at most %s keys, finished by %j', (pressed, most, finish, entry) => {
    expect(readEntry(pressed, most, finish)).toEqual(entry);
  });

  it('loses no key, and is the same however many come after it', () => {
    fc.assert(
      fc.property(
        keys,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('', '#', '*'),
        (pressed, most, finish) => {
          const entry = readEntry(pressed, most, finish);
          expect(entry.digits + entry.finishedOn + entry.surplus).toBe(pressed);
          const taken = pressed.slice(0, pressed.length - entry.surplus.length);
          expect(readEntry(taken, most, finish)).toEqual({ ...entry, surplus: '' });
        },
      ),
    );
  });
});
