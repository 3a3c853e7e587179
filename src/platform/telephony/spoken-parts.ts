import { legalText } from './xml.ts';

/** Polly speaks at most 3,000 characters; and a text may take at most 4,500 once URL-encoded (warning 13521). */
const longest = { characters: 3_000, encoded: 4_500 };

/**
 * Cuts a text into parts that one Say may hold, at white space where there is any. Characters that XML cannot
 * carry are removed; a text with nothing left to say has no parts.
 */
export function spokenParts(text: string): string[] {
  const clean = legalText(text).trim();
  if (clean === '') return [];
  if (fits(clean)) return [clean];
  const parts: string[] = [];
  let part = '';
  for (const piece of pieces(clean)) {
    if (part !== '' && !fits(part + piece)) {
      parts.push(part.trim());
      part = piece;
    } else {
      part += piece;
    }
  }
  parts.push(part.trim());
  return parts.filter((each) => each !== '');
}

function fits(text: string): boolean {
  // One character takes at most nine URL-encoded: most texts need no encoding to be judged.
  if (text.length * 9 <= longest.encoded) return true;
  return text.length <= longest.characters && encodeURIComponent(text).length <= longest.encoded;
}

/** Words with the white space that follows them; a word too long for one Say in lengths that fit any. */
function pieces(text: string): string[] {
  const surely = Math.floor(longest.encoded / 12);
  return (text.match(/\s*\S+\s*|\s+/gu) ?? []).flatMap((word) => (fits(word) ? [word] : cut(word, surely)));
}

/** Cuts between code points, never inside a surrogate pair. */
function cut(word: string, length: number): string[] {
  const points = Array.from(word);
  return Array.from({ length: Math.ceil(points.length / length) }, (_, at) =>
    points.slice(at * length, (at + 1) * length).join(''),
  );
}
