import { format, resolveConfig } from 'prettier';
import { walkTutorial } from '../flows/tutorial.ts';
import { FLOW_LANGUAGE_PAGE, generatedFlowLanguage } from './generated-flow-language.ts';
import { generatedReadingAge, READING_AGE_PAGE } from './generated-reading-age.ts';
import { readRepositoryFile } from './tracked-files.ts';

const TUTORIAL_PAGE = 'docs/tutorial.md';

/** The pages of `docs/` that follow from the code, by path: their text, laid out as `npm run format` does. */
export async function generatedDocs(): Promise<Record<string, string>> {
  const pages = {
    [FLOW_LANGUAGE_PAGE]: generatedFlowLanguage(),
    [READING_AGE_PAGE]: await generatedReadingAge(),
    [TUTORIAL_PAGE]: (await walkTutorial(readRepositoryFile(TUTORIAL_PAGE))).page,
  };
  const options = await resolveConfig(FLOW_LANGUAGE_PAGE);
  const laidOut = Object.entries(pages).map(
    async ([path, text]) => [path, await format(text, { ...options, parser: 'markdown' })] as const,
  );
  return Object.fromEntries(await Promise.all(laidOut));
}
