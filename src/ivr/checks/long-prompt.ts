import { secondsToSay } from './seconds-to-say.ts';
import { problemInPrompts, promptsOf, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** Longer than this, and the beginning is forgotten before the end is heard. */
const LONGEST_SECONDS = 20;

/** No prompt takes longer than twenty seconds to say. */
export const longPrompt: WrittenCheck = (flow) => {
  const spoken = new Set(
    stepsOf(flow)
      .flatMap(promptsOf)
      .flatMap(({ prompt, otherwise }) => [prompt, otherwise]),
  );
  return [...flow.prompts.values()].flatMap((book) =>
    [...book.texts]
      .filter(([name]) => spoken.has(name))
      .flatMap(([name, prompt]) => {
        const seconds = secondsToSay(prompt, book.choices);
        if (seconds <= LONGEST_SECONDS) return [];
        const message = `"${name}" takes about ${Math.round(seconds)} seconds to say: at most ${LONGEST_SECONDS}. Say less, or make two prompts of it.`;
        return [problemInPrompts(flow, book.language, ['prompts', name], 'long-prompt', message)];
      }),
  );
};
