import { didYouMean } from '../language/nearest.ts';
import type { Check } from './check.ts';

/** Every `{placeholder}` is an answer or a result of a `do` step, and something that can be said. */
export const unknownPlaceholder: Check = (flow) =>
  [...flow.prompts.values()].flatMap((book) =>
    [...book.texts].flatMap(([prompt, { pieces }]) =>
      pieces.flatMap((piece) => {
        if (typeof piece === 'string') return [];
        const speakable = piece.refersTo !== null && piece.refersTo.valueType !== 'recording';
        if (speakable) return [];
        const message =
          piece.refersTo === null
            ? `{${piece.name}} is neither an answer nor a result of a "do" step.${didYouMean(piece.name, flow.collects.keys())}`
            : `{${piece.name}} is a recording, which a prompt cannot say.`;
        const { file } = book.source;
        const at = book.source.at(['prompts', prompt]);
        return [{ flow: flow.name, file, ...at, code: 'unknown-placeholder', message }];
      }),
    ),
  );
