import { describe, expect, it } from 'vitest';
import { decideOpening, lockMs, triesPerCall, wrongPinsAllowed, type PinFailures } from './openings.model.ts';

const now = new Date('2026-03-03T15:00:00Z');
const none: PinFailures = { failures: 0, lockedUntil: null };
const locked: PinFailures = { failures: wrongPinsAllowed, lockedUntil: new Date(now.getTime() + 1) };

describe('a try to open a case', () => {
  it('opens with the right PIN, and forgets the wrong ones', () => {
    const before = { failures: wrongPinsAllowed - 1, lockedUntil: null };
    expect(decideOpening({ matches: true, before, tries: triesPerCall, now })).toEqual({
      exit: 'opened',
      failures: none,
    });
  });

  it('locks the PIN for a day when it was wrong too often', () => {
    const before = { failures: wrongPinsAllowed - 1, lockedUntil: null };
    const { failures } = decideOpening({ matches: false, before, tries: 1, now });
    expect(failures).toEqual({
      failures: wrongPinsAllowed,
      lockedUntil: new Date(now.getTime() + lockMs),
    });
  });

  it.each([true, false])('answers the same while the PIN is locked, be it right or wrong (%s)', (matches) => {
    expect(decideOpening({ matches, before: locked, tries: 1, now })).toEqual({
      exit: 'wrong',
      failures: null,
    });
  });

  it.each([1, 2, 3, 4])('says at try %i nothing of whether there is such a case', (tries) => {
    const exits = [none, locked].map((before) => decideOpening({ matches: false, before, tries, now }).exit);
    expect(new Set(exits).size).toBe(1);
    expect(exits[0]).toBe(tries < triesPerCall ? 'wrong' : 'locked');
  });

  it('does not open, nor lock, beyond the tries of a call', () => {
    const tries = triesPerCall + 1;
    expect(decideOpening({ matches: true, before: none, tries, now })).toEqual({
      exit: 'locked',
      failures: null,
    });
  });

  it('counts from one again when a lock has run out', () => {
    const before = { failures: wrongPinsAllowed, lockedUntil: now };
    expect(decideOpening({ matches: false, before, tries: 1, now }).failures).toEqual({
      failures: 1,
      lockedUntil: null,
    });
    expect(decideOpening({ matches: true, before, tries: 1, now }).exit).toBe('opened');
  });
});
