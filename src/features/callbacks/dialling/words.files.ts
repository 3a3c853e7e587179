import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appError } from '../../../kernel/errors.ts';
import { readWords, type DialWords } from './words.model.ts';

/** Languages that callers are rung and written to in; the first is the office's own. */
const languages = ['en-US', 'es-US'] as const;

/**
 * The words that lie beside the flows.
 * @throws AppError `config.invalid` when they are missing or may not be said
 */
export function wordsBeside(flowsDir: string): [DialWords, ...DialWords[]] {
  const read = (language: string): DialWords => {
    const file = `callbacks.words.${language}.yaml`;
    const path = join(flowsDir, file);
    if (!existsSync(path)) throw appError('config.invalid', { detail: `${file} is not beside the flows.` });
    return readWords(language, readFileSync(path, 'utf8'));
  };
  const [first, ...others] = languages;
  return [read(first), ...others.map(read)];
}
