import { didYouMean } from '../language/nearest.ts';
import { placeholdersOf } from '../language/prompts.ts';
import { problemInPrompts } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** Every `{placeholder}` is an answer or a result of a `do` step, and something that can be said. */
export const unknownPlaceholder: WrittenCheck = (flow) =>
  [...flow.prompts.values()].flatMap((book) =>
    [...book.texts].flatMap(([prompt, text]) =>
      placeholdersOf(text)
        .filter(({ refersTo }) => refersTo === null || refersTo.valueType === 'recording')
        .map(({ name, refersTo }) => {
          const message =
            refersTo === null
              ? `{${name}} is neither an answer nor a result of a "do" step.${didYouMean(name, flow.collects.keys())}`
              : `{${name}} is a recording, which a prompt cannot say.`;
          return problemInPrompts(flow, book.language, ['prompts', prompt], 'unknown-placeholder', message);
        }),
    ),
  );
