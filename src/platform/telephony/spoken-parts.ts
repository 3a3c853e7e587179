import { legalText } from './xml.ts';

/** Polly speaks at most 3,000 characters; and a text may take at most 4,500 once URL-encoded (warning 13521). */
const longest = { characters: 3_000, encoded: 4_500 };

/** One character of a JavaScript string takes at most nine URL-encoded: most texts need not be measured. */
const surelyFits = longest.encoded / 9;

/**
 * Cuts a text into parts that one Say may hold, at white space where there is any. Characters that XML cannot
 * carry are removed; a text with nothing left to say has no parts.
 */
export function spokenParts(text: string): string[] {
  const clean = legalText(text).trim();
  if (clean === '') return [];
  if (clean.length <= surelyFits || fits(sizeOf(clean))) return [clean];
  const parts: string[] = [];
  let part = '';
  let size = empty;
  for (const piece of pieces(clean)) {
    const grown = sum(size, sizeOf(piece));
    if (fits(grown)) {
      part += piece;
      size = grown;
    } else {
      parts.push(part);
      part = piece;
      size = sizeOf(piece);
    }
  }
  return [...parts, part].map((each) => each.trim()).filter((each) => each !== '');
}

interface Size {
  readonly characters: number;
  readonly encoded: number;
}

const empty: Size = { characters: 0, encoded: 0 };

function sizeOf(text: string): Size {
  return { characters: text.length, encoded: encodeURIComponent(text).length };
}

function sum(one: Size, other: Size): Size {
  return { characters: one.characters + other.characters, encoded: one.encoded + other.encoded };
}

function fits({ characters, encoded }: Size): boolean {
  return characters <= longest.characters && encoded <= longest.encoded;
}

/** Words with the white space around them; one too long for any Say in lengths that fit. */
function pieces(text: string): string[] {
  return (text.match(/\s*\S+\s*|\s+/gu) ?? []).flatMap((word) => (fits(sizeOf(word)) ? [word] : cut(word)));
}

/** Cuts between code points, never inside a surrogate pair; one takes at most twelve characters URL-encoded. */
function cut(word: string): string[] {
  const points = Array.from(word);
  const length = longest.encoded / 12;
  return Array.from({ length: Math.ceil(points.length / length) }, (_, at) =>
    points.slice(at * length, (at + 1) * length).join(''),
  );
}
