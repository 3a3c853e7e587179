import { anyText, matching, oneOf, schemaWarning } from './attributes.ts';
import type { CheckedElement, Grammar } from './verb.ts';

const markup = ['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'];

const language = matching(schemaWarning, /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/);
const kinds = ['characters', 'spell-out', 'cardinal', 'number', 'ordinal', 'digits', 'fraction', 'unit'];
const moreKinds = ['date', 'time', 'address', 'expletive', 'telephone'];
const loudness = /^(silent|x-soft|soft|medium|loud|x-loud|[+-]\d+(\.\d+)?dB)$/;

const attributes: Readonly<Record<string, Grammar['attributes']>> = {
  break: {
    strength: oneOf(schemaWarning, 'none', 'x-weak', 'weak', 'medium', 'strong', 'x-strong'),
    time: matching(schemaWarning, /^(\d{1,5}ms|(10|\d)(\.\d+)?s)$/),
  },
  emphasis: { level: oneOf(schemaWarning, 'strong', 'moderate', 'reduced') },
  lang: { 'xml:lang': language },
  p: {},
  phoneme: { alphabet: oneOf(schemaWarning, 'ipa', 'x-sampa', 'x-amazon-jyutping'), ph: anyText() },
  prosody: {
    volume: matching(schemaWarning, loudness),
    rate: matching(schemaWarning, /^(x-slow|slow|medium|fast|x-fast|\d{2,3}%)$/),
    pitch: matching(schemaWarning, /^(default|x-low|low|medium|high|x-high|[+-]\d+(\.\d+)?%)$/),
  },
  s: {},
  'say-as': {
    'interpret-as': oneOf(schemaWarning, ...kinds, ...moreKinds),
    format: anyText(),
    role: anyText(),
  },
  sub: { alias: anyText() },
  w: { role: anyText() },
};

/** Markup of spoken words inside `<Say>`. Source: Twilio, "TwiML Voice: Say", SSML tags. */
export const ssml: readonly Grammar[] = markup.map((name) => ({
  name,
  attributes: attributes[name] ?? {},
  text: name !== 'break',
  nests: name === 'break' ? [] : markup,
}));

/** Names of the elements that may stand inside `<Say>`. */
export const ssmlNames: readonly string[] = markup;

/** Seconds of a break by its strength; Twilio's voices differ a little. */
const strengths: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 0,
  weak: 0.2,
  medium: 0.4,
  strong: 0.6,
  'x-strong': 1,
};

function secondsOfBreak({ time, strength = 'medium' }: CheckedElement['attributes']): number {
  if (time === undefined) return strengths[strength] ?? 0;
  return Number.parseFloat(time) / (time.endsWith('ms') ? 1000 : 1);
}

/** The words that reach the ear, and the seconds of pause between them. */
export interface Spoken {
  readonly words: string;
  readonly pause: number;
}

/** Reads what is said of mixed content: markup is not heard, a `sub` is heard as its alias, a `break` as time. */
export function spokenOf(content: CheckedElement['content']): Spoken {
  const parts = content.map((part): Spoken => {
    if (typeof part === 'string') return { words: part, pause: 0 };
    const { name, attributes: given } = part;
    if (name === 'break') return { words: ' ', pause: secondsOfBreak(given) };
    const inner = spokenOf(part.content);
    if (name === 'sub') return { ...inner, words: given['alias'] ?? inner.words };
    return name === 'p' || name === 's' ? { ...inner, words: ` ${inner.words} ` } : inner;
  });
  return {
    words: parts.map(({ words }) => words).join(''),
    pause: parts.reduce((sum, { pause }) => sum + pause, 0),
  };
}
