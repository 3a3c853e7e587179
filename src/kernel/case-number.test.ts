import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseNumberKeys, makeCaseNumber, parseCaseNumber, speakCaseNumber } from './case-number.ts';

const caseNumbers = fc
  .tuple(fc.stringMatching(/^[0-9]{6}$/), fc.integer({ min: 2000, max: 2099 }))
  .map(([digits, year]) => makeCaseNumber(digits, year));

describe('makeCaseNumber', () => {
  it('puts the year, six random digits and a check digit together', () => {
    expect(makeCaseNumber('480917', 2026)).toBe('HL-26-480917-8');
    expect(makeCaseNumber('000000', 2100)).toBe('HL-00-000000-0');
  });

  it("agrees with the example of Damm's algorithm: 572 has the check digit 4", () => {
    expect(makeCaseNumber('000572', 2000)).toBe('HL-00-000572-4');
  });

  it.each(['', '12345', '1234567', '12345a', '١٢٣٤٥٦'])('refuses %j as six random digits', (digits) => {
    expect(() => makeCaseNumber(digits, 2026)).toThrow(RangeError);
  });
});

describe('parseCaseNumber', () => {
  it.each([
    '264809178',
    'HL-26-480917-8',
    'hl-26-480917-8',
    'HL264809178',
    '26 480917 8',
    ' Hl 26-480917-8 ',
  ])('reads %j', (entry) => {
    expect(parseCaseNumber(entry)).toBe('HL-26-480917-8');
  });

  it.each(['', '264809177', '26480917', '2648091780', 'XX-26-480917-8', 'HL--26-480917-8', '26-4809-178'])(
    'refuses %j',
    (entry) => {
      expect(parseCaseNumber(entry)).toBeNull();
    },
  );

  it('reads back what was made, as written and as typed', () => {
    fc.assert(
      fc.property(caseNumbers, (number) => {
        expect(parseCaseNumber(number)).toBe(number);
        expect(parseCaseNumber(caseNumberKeys(number))).toBe(number);
      }),
    );
  });

  it('notices every single wrong digit', () => {
    fc.assert(
      fc.property(caseNumbers, fc.nat(8), fc.integer({ min: 1, max: 9 }), (number, position, shift) => {
        const keys = caseNumberKeys(number).split('');
        keys[position] = String((Number(keys[position]) + shift) % 10);
        expect(parseCaseNumber(keys.join(''))).toBeNull();
      }),
    );
  });

  it('notices every swap of different neighbours', () => {
    fc.assert(
      fc.property(caseNumbers, fc.nat(7), (number, position) => {
        const keys = caseNumberKeys(number);
        const [left = '', right = ''] = keys.slice(position, position + 2);
        fc.pre(left !== right);
        expect(parseCaseNumber(keys.slice(0, position) + right + left + keys.slice(position + 2))).toBeNull();
      }),
    );
  });

  it('answers to any text, and never by throwing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), (codeUnits) => {
        const text = String.fromCharCode(...codeUnits);
        const number = parseCaseNumber(text);
        if (number !== null) expect(number).toMatch(/^HL-[0-9]{2}-[0-9]{6}-[0-9]$/);
      }),
    );
    expect(parseCaseNumber(' '.repeat(10_000))).toBeNull();
  });
});

describe('speakCaseNumber', () => {
  it('speaks single digits in short groups', () => {
    expect(speakCaseNumber('HL-26-480917-8')).toBe('2 6, 4 8 0, 9 1 7, 8');
  });
});
