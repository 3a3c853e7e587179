import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyCaller, lastTwoDigits, parsePhoneKeys, spokenDigits } from './phone.ts';

/** Any string at all: NUL, lone surrogates and emoji included. */
const anyText = fc
  .array(fc.nat(0xffff), { maxLength: 40 })
  .map((codeUnits) => String.fromCharCode(...codeUnits));
const hostileTexts = [
  '',
  '\0',
  '\uD800',
  '📞',
  '9'.repeat(10_000),
  `+${'1'.repeat(10_000)}`,
  ' '.repeat(10_000),
];

describe('classifyCaller', () => {
  it.each(['+12025550123', '+18005550199', '+17875550123', '+14165550123'])('knows %s', (from) => {
    expect(classifyCaller(from)).toEqual({ kind: 'known', e164: from });
  });

  it.each(['+442071838750', '+525512345678', '+50222345678'])('tells that %s is abroad', (from) => {
    expect(classifyCaller(from)).toEqual({ kind: 'foreign', e164: from });
  });

  it.each([
    '',
    'anonymous',
    'Anonymous',
    'unknown',
    'restricted',
    'private',
    '+266696687', // ANONYMOUS
    '+7378742833', // RESTRICTED
    '+17378742833',
    '+2562533', // BLOCKED
    '+8656696', // UNKNOWN
    '+86282452253', // UNAVAILABLE
    'sip:+12025550123@example.org',
    'client:agent',
    '2025550123',
    '+1202555012',
    '+0',
    '+12121234567', // no exchange begins with 1
    '+19005551234', // nobody could ring it back
    '+12029110123',
    '+12025550123 ',
    '+12025550123\n',
  ])('treats %j as withheld', (from) => {
    expect(classifyCaller(from)).toEqual({ kind: 'withheld' });
  });

  it('answers to any text, and never by throwing', () => {
    fc.assert(
      fc.property(anyText, (text) => ['known', 'foreign', 'withheld'].includes(classifyCaller(text).kind)),
    );
    for (const text of hostileTexts) expect(classifyCaller(text)).toEqual({ kind: 'withheld' });
  });
});

describe('parsePhoneKeys', () => {
  it.each([
    ['2025550123', '+12025550123', false],
    ['12025550123', '+12025550123', false],
    ['8005550199', '+18005550199', false],
    ['011442071838750', '+442071838750', true],
    ['011525512345678', '+525512345678', true],
    ['01112025550123', '+12025550123', false],
  ])('reads %s as %s', (keys, e164, abroad) => {
    expect(parsePhoneKeys(keys)).toEqual({ ok: true, e164, abroad });
  });

  it.each([
    ['', 'too_short'],
    ['5550123', 'too_short'],
    ['1202555012', 'too_short'],
    ['011', 'too_short'],
    ['20255501234', 'too_long'],
    ['120255501234', 'too_long'],
    ['0111234567890123456', 'too_long'],
    ['911', 'service'],
    ['4115550123', 'service'],
    ['2029115555', 'service'],
    ['9005550123', 'premium'],
    ['2029765555', 'premium'],
    ['0025550123', 'invalid'],
    ['2021550123', 'invalid'],
    ['0110442071838750', 'invalid'],
    ['011449098790123', 'premium'],
    ['202*550123', 'not_digits'],
    ['２０２５５５０１２３', 'not_digits'],
  ])('refuses %j as %s', (keys, reason) => {
    expect(parsePhoneKeys(keys)).toEqual({ ok: false, reason });
  });

  it('gives a number that the network would also know, or a reason, for any keys', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(1|011)?[0-9]{0,14}$/), (keys) => {
        const entry = parsePhoneKeys(keys);
        if (entry.ok)
          expect(classifyCaller(entry.e164)).toEqual({
            kind: entry.abroad ? 'foreign' : 'known',
            e164: entry.e164,
          });
      }),
    );
  });

  it('answers to any text, and never by throwing', () => {
    fc.assert(fc.property(anyText, (text) => typeof parsePhoneKeys(text).ok === 'boolean'));
    for (const text of hostileTexts) expect(parsePhoneKeys(text).ok).toBe(false);
  });
});

describe('spokenDigits', () => {
  it('speaks a North American number in its three groups', () => {
    expect(spokenDigits('+12025550123')).toBe('2 0 2, 5 5 5, 0 1 2 3');
  });

  it('speaks a number abroad with its country code first', () => {
    expect(spokenDigits('+442071838750')).toBe('4 4, 2 0, 7 1 8 3, 8 7 5 0');
  });

  it('speaks only digits, whatever the text', () => {
    fc.assert(fc.property(anyText, (text) => /^[0-9 ,]*$/.test(spokenDigits(text))));
    for (const text of hostileTexts) expect(spokenDigits(text)).toMatch(/^[0-9 ,]*$/);
  });
});

describe('lastTwoDigits', () => {
  it('is the end of the number', () => {
    expect(lastTwoDigits('+12025550123')).toBe('23');
  });
});
