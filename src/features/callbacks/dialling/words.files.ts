import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appError } from '../../../kernel/errors.ts';
import { readWords, type DialWords } from './words.model.ts';

/** Languages that callers are rung and written to in; the first is the office's own. */
const languages = ['en-US', 'es-US'] as const;

/** Where our own words lie, seen from the sources and from a build. */
const shipped = ['../../../../ivr-flows/', '../../../../../ivr-flows/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

/**
 * The words that lie beside the flows; our own for a language in which an office has written none.
 * @throws AppError `config.invalid` when they may not be said
 */
export function wordsBeside(flowsDir: string): [DialWords, ...DialWords[]] {
  const read = (language: string): DialWords => {
    const file = `callbacks.words.${language}.yaml`;
    const path = [flowsDir, ...shipped]
      .map((folder) => join(folder, file))
      .find((candidate) => existsSync(candidate));
    if (path === undefined) throw appError('config.unreadable', { detail: `${file} is missing.` });
    return readWords(language, readFileSync(path, 'utf8'));
  };
  const [first, ...others] = languages;
  return [read(first), ...others.map(read)];
}
