import type { ValueType } from '../../kernel/capability.ts';
import type { Prompt } from '../language/prompts.ts';
import type { ChoiceWords } from '../language/speakable.ts';

/** 150 words a minute: slower than people talk, as recorded announcements are. */
const SECONDS_PER_WORD = 0.4;
const SECONDS_PER_DIGIT = 0.5;
const SECONDS_PER_SENTENCE = 0.3;
const SLOWER = 1.4;

/** Seconds that the longest value of a kind takes, where it is known. */
const valueSeconds: Readonly<Record<ValueType, number>> = {
  phone: 11 * SECONDS_PER_DIGIT,
  zip: 5 * SECONDS_PER_DIGIT,
  digits: 5 * SECONDS_PER_DIGIT,
  identifier: 9 * SECONDS_PER_DIGIT,
  /** A case number, or the name of an office. */
  text: 8 * SECONDS_PER_DIGIT,
  date: 3 * SECONDS_PER_WORD,
  amount: 3 * SECONDS_PER_WORD,
  choice: SECONDS_PER_WORD,
  yes_no: SECONDS_PER_WORD,
  recording: 0,
};

/** How long a voice takes to say a prompt, in seconds, with the longest words for its choices. An estimate. */
export function secondsToSay({ pieces }: Prompt, choices: ChoiceWords): number {
  let seconds = 0;
  let pace = 1;
  for (const piece of pieces) {
    switch (piece.kind) {
      case 'words':
        seconds += pace * wordsSeconds(piece.words);
        break;
      case 'placeholder': {
        const { refersTo } = piece;
        const table = refersTo === null ? undefined : choices.get(refersTo.table);
        const words = [...(table?.values() ?? [])].map(wordsSeconds);
        const plain = refersTo === null ? 0 : valueSeconds[refersTo.valueType];
        seconds += pace * Math.max(plain, ...words);
        break;
      }
      case 'mark':
        if (piece.name === 'prosody') pace = piece.closes ? 1 : paceOf(piece.attributes.get('rate'));
        if (piece.name === 'break') seconds += breakSeconds(piece.attributes);
    }
  }
  return seconds;
}

function wordsSeconds(words: string): number {
  const tokens = words.split(/[^\p{L}\p{N}'’-]+/u).filter((token) => token !== '');
  const digits = tokens.filter((token) => /^\d$/.test(token)).length;
  const sentences = (words.match(/[.!?:]/g) ?? []).length;
  return (
    digits * SECONDS_PER_DIGIT +
    (tokens.length - digits) * SECONDS_PER_WORD +
    sentences * SECONDS_PER_SENTENCE
  );
}

function paceOf(rate: string | undefined): number {
  if (rate === 'x-slow') return 2;
  if (rate === 'slow') return SLOWER;
  const percent = /^(\d+)%$/.exec(rate ?? '')?.[1];
  return percent === undefined ? 1 : 100 / Number(percent);
}

function breakSeconds(attributes: ReadonlyMap<string, string>): number {
  const [, amount, unit] = /^(\d+)(ms|s)$/.exec(attributes.get('time') ?? '') ?? [];
  if (amount === undefined) return SECONDS_PER_WORD;
  return unit === 'ms' ? Number(amount) / 1000 : Number(amount);
}
