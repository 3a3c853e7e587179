import type { Value, ValueType } from '../../kernel/capability.ts';
import { spokenDigits } from '../../kernel/phone.ts';

/** Words for the values of choices, by table and value. */
export type ChoiceWords = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Turns values into words of one language. */
export type Speaker = (type: ValueType, table: string, value: Value) => string;

/** The two words that every language needs and few authors would think of; others give them in `choices`. */
const yesNo: ReadonlyMap<string, readonly [yes: string, no: string]> = new Map([
  ['en', ['yes', 'no']],
  ['es', ['sí', 'no']],
]);

/** Words for yes and no of a language such as `es-US`, if they are built in. */
export function builtInYesNo(language: string): readonly [yes: string, no: string] | undefined {
  return yesNo.get(language.split('-')[0] ?? '');
}

/**
 * Makes the speaker of a language: numbers are read digit by digit with a rest between groups
 * (`+12025550123` → `2 0 2, 5 5 5, 0 1 2 3`), dates as weekday, day and month, choices by their words.
 */
export function createSpeaker(language: string, choices: ChoiceWords): Speaker {
  const dates = new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  const amounts = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  return (type, table, value) => {
    if (typeof value === 'object') return '';
    const plain = String(value);
    switch (type) {
      case 'zip':
      case 'digits':
      case 'identifier':
        return spellOut(plain);
      case 'phone':
        return spokenDigits(plain);
      case 'amount':
        return amounts.format(Number(value));
      case 'date':
        return speakDate(dates, plain);
      case 'yes_no': {
        const word = value === true ? 'yes' : 'no';
        const builtIn = builtInYesNo(language)?.[value === true ? 0 : 1];
        return choices.get(table)?.get(word) ?? choices.get('yes_no')?.get(word) ?? builtIn ?? word;
      }
      case 'choice':
        return choices.get(table)?.get(plain) ?? plain;
      case 'text':
      case 'recording':
        return plain;
    }
  };
}

function speakDate(dates: Intl.DateTimeFormat, day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? day : dates.format(time);
}

/** Letters and digits one by one; groups as written, long runs of digits in threes, the last of up to four. */
function spellOut(value: string): string {
  const groups = value.split(/[^\p{L}\p{N}]+/u).filter((group) => group !== '');
  return groups
    .flatMap(inThrees)
    .map((group) => Array.from(group).join(' '))
    .join(', ');
}

function inThrees(group: string): string[] {
  if (group.length <= 5) return [group];
  const parts: string[] = [];
  let rest = group;
  while (rest.length > 4) {
    parts.push(rest.slice(0, 3));
    rest = rest.slice(3);
  }
  return [...parts, rest];
}
