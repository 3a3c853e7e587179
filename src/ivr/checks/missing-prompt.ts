import { didYouMean } from '../language/nearest.ts';
import { problemAt } from './check.ts';
import type { WrittenCheck } from './check.ts';
import { isWritten, nameOf, spokenPrompts } from './spoken-prompts.ts';

/** Every prompt that a step speaks is written in the flow's default language. */
export const missingPrompt: WrittenCheck = (flow) => {
  const [language] = flow.languages;
  const names = flow.prompts.get(language)?.texts.keys() ?? [];
  const known = [...names];
  return spokenPrompts(flow)
    .filter((use) => !isWritten(flow, language, use))
    .map((use) => {
      const message = `prompts.${language}.yaml has no prompt ${nameOf(use)}.${didYouMean(use.prompt, known)}`;
      return problemAt(flow, use.path, 'missing-prompt', message);
    });
};
