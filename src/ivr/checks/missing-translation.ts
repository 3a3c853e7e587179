import type { LinkedFlow } from '../language/flow.ts';
import type { Problem } from '../language/problem.ts';
import { placeholdersOf } from '../language/prompts.ts';
import type { PromptBook, Reference } from '../language/prompts.ts';
import { builtInYesNo } from '../language/speakable.ts';
import { problemInPrompts, promptsOf, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** What is written in one language is written in every other, and every spoken choice has words in each. */
export const missingTranslation: WrittenCheck = (flow) => {
  const used = new Set(
    stepsOf(flow)
      .flatMap(promptsOf)
      .flatMap(({ prompt, otherwise }) => [prompt, otherwise]),
  );
  const written = [...flow.prompts.values()].flatMap(({ texts }) => [...texts.keys()]);
  const names = [...new Set(written)].filter((name) => used.has(name));
  const prompts = [...flow.prompts.values()].flatMap(({ language, texts }) =>
    names
      .filter((name) => !texts.has(name))
      .map((name) => {
        const message = `The prompt "${name}" is not written in ${language}.`;
        return problemInPrompts(flow, language, ['prompts', name], 'missing-translation', message);
      }),
  );
  return [...prompts, ...[...flow.prompts.values()].flatMap((book) => missingWords(flow, book))];
};

function missingWords(flow: LinkedFlow, book: PromptBook): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const [name, text] of book.texts) {
    for (const piece of placeholdersOf(text)) {
      if (piece.refersTo === null || seen.has(piece.name)) continue;
      seen.add(piece.name);
      const missing = wordsMissing(book, piece.refersTo);
      if (missing === null) continue;
      const message = `{${piece.name}} is spoken here, but "choices" has no ${book.language} words for ${missing}.`;
      problems.push(problemInPrompts(flow, book.language, ['prompts', name], 'missing-translation', message));
    }
  }
  return problems;
}

/** What has no words; null where everything has. A capability's choices cannot be listed, so its table must be there. */
function wordsMissing(
  { choices, language }: PromptBook,
  { valueType, table, values }: Reference,
): string | null {
  if (valueType !== 'choice' && valueType !== 'yes_no') return null;
  const builtIn = valueType === 'yes_no' && (builtInYesNo(language) !== undefined || choices.has('yes_no'));
  if (builtIn) return null;
  const words = choices.get(table);
  if (values.length === 0) return words === undefined ? `"${table}"` : null;
  const missing = values.filter((value) => words?.has(value) !== true);
  return missing.length === 0 ? null : missing.map((value) => `"${value}" of "${table}"`).join(', ');
}
