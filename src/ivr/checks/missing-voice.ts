import { didYouMean } from '../language/nearest.ts';
import { problemAt } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** Every language of the flow has a voice that speaks it, and no other has one. */
export const missingVoice: WrittenCheck = (flow) => {
  const missing = flow.languages
    .filter((language) => !flow.voices.has(language))
    .map((language) =>
      problemAt(flow, ['voices'], 'missing-voice', `"voices" names none for ${language}: say who speaks it.`),
    );
  const unknown = [...flow.voices.keys()]
    .filter((language) => !flow.languages.includes(language))
    .map((language) => {
      const message = `"${language}" is not one of this flow's languages.${didYouMean(language, flow.languages)}`;
      return problemAt(flow, ['voices', language], 'unknown-language', message);
    });
  return [...missing, ...unknown];
};
