/**
 * How many syllables an English word has when it is read aloud. An honest guess: groups of vowels, less what is
 * silent, with a table for the words of our prompts that this gets wrong.
 *
 * @param word letters, or digits, which are read as a number; in capitals what is read letter by letter
 */
export function syllablesOf(word: string): number {
  if (/^\d+$/.test(word)) return sum(numberWords(Number(word)).map(syllablesOf));
  if (/^[A-Z]{1,5}$/.test(word) && !readAsWords.has(word)) {
    return sum(Array.from(word).map((letter) => (letter === 'W' ? 3 : 1)));
  }
  const plain = word
    .toLowerCase()
    .replace(/['’]s$/, '')
    .replace(/[^a-z]/g, '');
  const known = exceptions.get(plain) ?? exceptions.get(plain.replace(/s$/, ''));
  return known ?? guess(plain);
}

/** In capitals, but words all the same. */
const readAsWords = new Set(['PIN', 'ZIP', 'A', 'I']);

const exceptions: ReadonlyMap<string, number> = new Map(
  [
    ['area', 3],
    ['being', 2],
    ['create', 2],
    ['cruel', 2],
    ['diary', 3],
    ['evening', 2],
    ['every', 2],
    ['everyone', 3],
    ['everything', 3],
    ['everywhere', 3],
    ['family', 3],
    ['families', 3],
    ['going', 2],
    ['hawaii', 3],
    ['hundred', 2],
    ['idea', 3],
    ['interpreter', 4],
    ['language', 2],
    ['los', 1],
    ['puerto', 2],
    ['quiet', 2],
    ['reliable', 4],
    ['science', 2],
    ['sometimes', 2],
    ['someone', 2],
    ['something', 2],
    ['somewhere', 2],
    ['trying', 2],
    ['usually', 4],
    ['wednesday', 2],
  ].map(([word, count]) => [String(word), Number(count)]),
);

/** The usual rules: vowels that stand together are one, and the e at the end of a word or before -d and -s is silent. */
function guess(word: string): number {
  const spoken = word
    // safely, statement
    .replace(/(?<=[aeiouy][^aeiouy]+)e(?=(?:ly|ful|less|ment)s?$)/, '')
    // called, but not wanted
    .replace(/(?<![aeiouytd])ed$/, 'd')
    // times, but not offices
    .replace(/(?<![aeiouyszxgc]|[cs]h)es$/, 's')
    // time, but not table
    .replace(/(?<=[aeiouy][a-z]*)(?<![^aeiouy]l)e$/, '');
  const groups = spoken.match(/[aeiouy]+/g) ?? [];
  // Two vowels that are two syllables: me-di-a, ra-di-o, vi-de-o, ac-tu-al, say-ing, but not na-tion or spe-cial.
  const apart = spoken.match(/(?<![tscg])i[ao](?!us|ns?$)|eo(?![up])|ual|ying$/g) ?? [];
  return Math.max(1, groups.length + apart.length);
}

const small = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen',
  'seventeen eighteen nineteen',
]
  .join(' ')
  .split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

function numberWords(value: number): string[] {
  const word = small[value];
  if (word !== undefined) return [word];
  if (value < 100) {
    const rest = value % 10;
    return [tens[Math.floor(value / 10) - 2] ?? '', ...(rest === 0 ? [] : numberWords(rest))];
  }
  const [unit, name] = value < 1000 ? [100, 'hundred'] : [1000, 'thousand'];
  const rest = value % unit;
  return [...numberWords(Math.floor(value / unit)), name, ...(rest === 0 ? [] : numberWords(rest))];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
