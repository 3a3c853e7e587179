/**
 * Case numbers: `HL-26-480917-8` is two digits of the year, six random digits, and a check digit over those
 * eight, by the algorithm of H. Michael Damm (Total anti-symmetrische Quasigruppen, dissertation, Marburg
 * 2004). It catches every single wrong digit and every swap of neighbours, the two slips that people make most
 * on a keypad; Luhn's misses 09 for 90.
 */

/** Damm's quasigroup of order 10: row = check digit so far, column = next digit. */
const quasigroup = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

/** How many random digits `makeCaseNumber` needs. */
export const caseNumberRandomDigits = 6;

/**
 * Makes a case number.
 *
 * @param randomDigits six decimal digits, from `Ids.digits(caseNumberRandomDigits)`
 * @param year the full year, such as 2026, of which the last two digits are used
 * @throws RangeError when the digits are not six digits
 */
export function makeCaseNumber(randomDigits: string, year: number): string {
  if (!/^[0-9]{6}$/.test(randomDigits)) throw new RangeError('A case number needs six decimal digits');
  const payload = String(year % 100).padStart(2, '0') + randomDigits;
  return written(payload + dammDigit(payload));
}

/**
 * Reads a case number as typed on a keypad (`264809178`) or as written: any case, with or without `HL`,
 * with hyphens or spaces between its groups or nothing.
 *
 * @returns the number in its one written form, or null when it is not a case number or its check digit is wrong
 */
export function parseCaseNumber(entry: string): string | null {
  const groups = /^\s*(?:HL[- ]?)?([0-9]{2})[- ]?([0-9]{6})[- ]?([0-9])\s*$/i.exec(entry.slice(0, 40));
  if (!groups) return null;
  const digits = groups.slice(1).join('');
  return dammDigit(digits) === 0 ? written(digits) : null;
}

/** The nine digits that a caller types: `HL-26-480917-8` → `264809178`. */
export function caseNumberKeys(caseNumber: string): string {
  return caseNumber.replaceAll(/[^0-9]/g, '');
}

/** Words for a prompt: single digits in the written groups, `2 6, 4 8 0, 9 1 7, 8`, in any language. */
export function speakCaseNumber(caseNumber: string): string {
  const keys = caseNumberKeys(caseNumber);
  return [keys.slice(0, 2), keys.slice(2, 5), keys.slice(5, 8), keys.slice(8)]
    .map((group) => group.split('').join(' '))
    .join(', ');
}

/** Check digit of the digits; 0 when their last one already is the check digit of the others. */
function dammDigit(digits: string): number {
  let interim = 0;
  for (const digit of digits) interim = quasigroup[interim]?.[Number(digit)] ?? 0;
  return interim;
}

function written(digits: string): string {
  return `HL-${digits.slice(0, 2)}-${digits.slice(2, 8)}-${digits.slice(8)}`;
}
