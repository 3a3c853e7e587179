/**
 * Phone numbers, by Google's numbering-plan data. We use the `max` metadata: `min` (half the size) knows the
 * lengths of numbers abroad but not their ranges, and would let a mistyped or a premium-rate number through;
 * 157 kB read once at start is a small price for not promising a call that cannot be made.
 */
import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';

/**
 * Who the network says is calling. It proves nothing (law 10) and serves only to offer that number.
 * `known`: a North American number that we could ring; `foreign`: one abroad; `withheld`: no number, whatever
 * stood in its place.
 */
export type CallerId =
  | { readonly kind: 'known'; readonly e164: string }
  | { readonly kind: 'foreign'; readonly e164: string }
  | { readonly kind: 'withheld' };

/** Why an entry is not a number that we may ring. */
export type PhoneRefusal = 'not_digits' | 'too_short' | 'too_long' | 'invalid' | 'service' | 'premium';

export type PhoneEntry =
  | { readonly ok: true; readonly e164: string; readonly abroad: boolean }
  | { readonly ok: false; readonly reason: PhoneRefusal };

/** What carriers send in place of a withheld number: the word as its keys, `ANONYMOUS` = 266696687. */
const withheldWords = ['ANONYMOUS', 'RESTRICTED', 'BLOCKED', 'UNKNOWN', 'UNAVAILABLE', 'PRIVATE'];
const withheldNumbers = new Set(withheldWords.flatMap((word) => [`+${keysOf(word)}`, `+1${keysOf(word)}`]));

/** Country code and number, 15 digits at most (ITU-T E.164). */
const e164Form = /^\+[1-9][0-9]{6,14}$/;
/** Numbers of the North American plan that cost the one who rings them, and short codes for services (N11). */
const premiumForm = /^\+1(?:900|[0-9]{3}976)/;
const serviceForm = /^\+1(?:[2-9]11|[0-9]{3}[2-9]11)/;

/**
 * Reads Twilio's `From`: E.164, or `anonymous`, a keypad spelling of it, `sip:…`, `client:…`, or anything else.
 * Never throws, whatever the string.
 */
export function classifyCaller(from: string): CallerId {
  if (!e164Form.test(from) || withheldNumbers.has(from)) return { kind: 'withheld' };
  const read = callable(from);
  if (!read.ok) return { kind: 'withheld' };
  return { kind: read.abroad ? 'foreign' : 'known', e164: read.e164 };
}

/**
 * Reads the keys that a caller pressed: ten digits, eleven with a leading 1, or 011 and a number abroad.
 * Numbers of the fictional range (555-01xx) are accepted: the demo and the tests live on them.
 * Never throws, whatever the string.
 *
 * @example parsePhoneKeys('2025550123') // { ok: true, e164: '+12025550123', abroad: false }
 */
export function parsePhoneKeys(keys: string): PhoneEntry {
  if (keys.length > 20) return { ok: false, reason: 'too_long' };
  if (!/^[0-9]*$/.test(keys)) return { ok: false, reason: 'not_digits' };
  if (keys.startsWith('011')) return abroad(keys.slice(3));
  if (/^[2-9]11$/.test(keys)) return { ok: false, reason: 'service' };
  const national = keys.startsWith('1') ? keys.slice(1) : keys;
  if (national.length < 10) return { ok: false, reason: 'too_short' };
  if (national.length > 10) return { ok: false, reason: 'too_long' };
  return callable(`+1${national}`);
}

/** The end of a number, which tells its owner which one it is and tells others nothing: `23`. */
export function lastTwoDigits(e164: string): string {
  return e164.slice(-2);
}

/**
 * Words for a prompt: single digits in the groups people say, `2 0 2, 5 5 5, 0 1 2 3`; abroad the country code
 * is the first group. Needs no language. Anything but a number is spoken as its digits alone.
 */
export function spokenDigits(e164: string): string {
  const groups = e164Form.test(e164) ? spokenGroups(e164, parsePhoneNumberFromString(e164)) : [e164];
  return groups
    .map((group) => group.replaceAll(/[^0-9]/g, ''))
    .filter((digits) => digits !== '')
    .map((digits) => digits.split('').join(' '))
    .join(', ');
}

function spokenGroups(e164: string, number: PhoneNumber | undefined): string[] {
  if (number?.countryCallingCode === '1') return [e164.slice(2, 5), e164.slice(5, 8), e164.slice(8)];
  return number?.formatInternational().split(/[ -]/) ?? [e164];
}

function abroad(digits: string): PhoneEntry {
  if (digits.length < 7) return { ok: false, reason: 'too_short' };
  if (digits.length > 15) return { ok: false, reason: 'too_long' };
  if (digits.startsWith('0')) return { ok: false, reason: 'invalid' };
  return callable(`+${digits}`);
}

/** Whether an E.164 string is a number in service that we may ring at the ordinary price. */
function callable(candidate: string): PhoneEntry {
  if (serviceForm.test(candidate)) return { ok: false, reason: 'service' };
  if (premiumForm.test(candidate)) return { ok: false, reason: 'premium' };
  const number = parsePhoneNumberFromString(candidate);
  if (!number?.isValid()) return { ok: false, reason: 'invalid' };
  if (number.getType() === 'PREMIUM_RATE') return { ok: false, reason: 'premium' };
  return { ok: true, e164: number.number, abroad: number.countryCallingCode !== '1' };
}

/** The keys that spell a word, by ITU-T E.161: 2 = ABC … 9 = WXYZ. */
function keysOf(word: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const keys = '22233344455566677778889999';
  return word.replaceAll(/[A-Z]/g, (letter) => keys.charAt(letters.indexOf(letter)));
}
