import { describe, expect, it } from 'vitest';
import { promisedDate, readWish } from './wish.model.ts';

const number = '+12025550123';

describe('readWish', () => {
  it('takes what the caller chose', () => {
    expect(
      readWish({ number, voicemail: 'neutral', window: 'evening', zone: 'pacific', zip: '94110' }),
    ).toEqual({
      number,
      voicemail: 'neutral',
      contact: 'voice',
      windowName: 'evening',
      instead: null,
      anyWindow: false,
      zone: 'pacific',
      zip: '94110',
      about: null,
      interpreter: null,
      safeWord: null,
    });
  });

  it('reads what was left open carefully', () => {
    const careful = {
      number,
      voicemail: 'none',
      contact: 'voice',
      windowName: 'any',
      instead: null,
      anyWindow: false,
      zone: 'unknown',
      zip: null,
      about: null,
      interpreter: null,
      safeWord: null,
    };
    expect(readWish({ number })).toEqual(careful);
    expect(
      readWish({
        number,
        voicemail: 'always',
        contact: 'letter',
        window: 'noon',
        zone: 'other',
        far_zone: 'mars',
      }),
    ).toEqual(careful);
  });

  it('takes codes for what it is about, and leaves out what is none', () => {
    const told = { number, about: 'custody', interpreter: 'haitian-creole', safe_word: '0417' };
    expect(readWish(told)).toMatchObject({
      about: 'custody',
      interpreter: 'haitian-creole',
      safeWord: '0417',
    });
    const odd = { number, about: 'my neighbour', interpreter: 'x'.repeat(41), safe_word: true };
    expect(readWish(odd)).toMatchObject({ about: null, interpreter: null, safeWord: null });
  });

  it('asks the second question about the zone where the first was answered with other', () => {
    expect(readWish({ number, zone: 'other', far_zone: 'hawaii' })?.zone).toBe('hawaii');
  });

  it('takes another window only as one that the caller has agreed to', () => {
    expect(readWish({ number, window: 'evening', instead: 'afternoon' })).toMatchObject({
      windowName: 'evening',
      instead: 'afternoon',
    });
    expect(readWish({ number, window: 'evening', instead: 'afternoon', agreed: false })?.instead).toBeNull();
  });

  it.each(['+442071838750', 'anonymous', '+19005550123', ''])(
    'has no wish for %j, which we cannot ring',
    (given) => {
      expect(readWish({ number: given })).toBeNull();
    },
  );
});

describe('promisedDate', () => {
  it("is the date on the caller's calendar", () => {
    const startsAt = new Date('2026-03-03T04:00:00Z');
    expect(promisedDate({ startsAt, zone: 'hawaii' })).toBe('2026-03-02');
    expect(promisedDate({ startsAt, zone: 'atlantic' })).toBe('2026-03-03');
  });
});
