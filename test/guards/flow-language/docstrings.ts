import { readRepositoryFile } from '../tracked-files.ts';

/**
 * The docstring of something that a source file exports, as one paragraph, without its tags.
 * @throws where there is none: whoever adds a kind, an answer or a check says what it is
 */
export function docstringOf(file: string, pattern: RegExp): string {
  const source = readRepositoryFile(file);
  const at = source.search(pattern);
  const [docstring] = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(source.slice(0, Math.max(at, 0))) ?? [];
  if (docstring === undefined) throw new Error(`${file} has no docstring before ${String(pattern)}`);
  return plain(docstring);
}

/** A docstring without its marks and margins. */
function plain(docstring: string): string {
  const lines = docstring
    .replace(/^\/\*\*|\*\/\s*$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim());
  const tag = lines.findIndex((line) => line.startsWith('@'));
  return (tag === -1 ? lines : lines.slice(0, tag)).join(' ').replace(/\s+/g, ' ').trim();
}
