import type { Prompt } from '../language/prompts.ts';
import { problemInPrompts } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** Two languages share a name or a number, hardly ever a sentence. */
const FEWEST_WORDS = 4;

/** No prompt stands in one language word for word as in another: it was copied and not translated. */
export const sameInBoth: WrittenCheck = (flow) => {
  const [standard, ...others] = [...flow.prompts.values()];
  if (standard === undefined) return [];
  return others.flatMap(({ language, texts }) =>
    [...texts].flatMap(([name, prompt]) => {
      const words = wordsOf(prompt);
      const original = standard.texts.get(name);
      if (words.split(' ').length < FEWEST_WORDS || original === undefined || wordsOf(original) !== words)
        return [];
      const message = `"${name}" says the same in ${language} as in ${standard.language}: it is not translated.`;
      return [problemInPrompts(flow, language, ['prompts', name], 'missing-translation', message)];
    }),
  );
};

const wordsOf = ({ pieces }: Prompt): string =>
  pieces
    .flatMap((piece) => (piece.kind === 'words' ? [piece.words.trim()] : []))
    .join(' ')
    .toLowerCase();
