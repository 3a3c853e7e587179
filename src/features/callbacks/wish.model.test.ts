import { describe, expect, it } from 'vitest';
import { promisedDate, readWish } from './wish.model.ts';

const number = '+12025550123';

describe('readWish', () => {
  it('takes what the caller chose', () => {
    expect(readWish({ number, voicemail: true, window: 'evening', zone: 'pacific', zip: '94110' })).toEqual({
      number,
      voicemail: 'neutral',
      windowName: 'evening',
      instead: null,
      anyWindow: false,
      zone: 'pacific',
      zip: '94110',
    });
  });

  it('reads what was left open carefully', () => {
    const careful = {
      number,
      voicemail: 'none',
      windowName: 'any',
      instead: null,
      anyWindow: false,
      zone: 'unknown',
      zip: null,
    };
    expect(readWish({ number })).toEqual(careful);
    expect(readWish({ number, voicemail: false, window: 'noon', zone: 'other', far_zone: 'mars' })).toEqual(
      careful,
    );
  });

  it('asks the second question about the zone where the first was answered with other', () => {
    expect(readWish({ number, zone: 'other', far_zone: 'hawaii' })?.zone).toBe('hawaii');
  });

  it('takes another window only as one that the caller has agreed to', () => {
    expect(readWish({ number, window: 'evening', instead: 'afternoon' })).toMatchObject({
      windowName: 'evening',
      instead: 'afternoon',
    });
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
