import { placeholdersOf } from '../language/prompts.ts';
import { partsOf, problemInPrompts, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** A prompt that reads an answer back says it: `number.confirm` has `{number}` in it. */
export const readBack: WrittenCheck = (flow) =>
  stepsOf(flow).flatMap((step) => {
    const parts = partsOf(step).flatMap(({ supposes, speaks: [first] }) =>
      supposes === null || first?.prompt.endsWith('.confirm') !== true
        ? []
        : [{ answer: supposes, prompt: first.prompt }],
    );
    const asked = new Map(parts.map((part) => [part.prompt, part]));
    return [...asked.values()].flatMap(({ answer, prompt }) =>
      [...flow.prompts.values()].flatMap(({ language, texts }) => {
        const text = texts.get(prompt);
        if (text === undefined || placeholdersOf(text).some(({ name }) => name === answer)) return [];
        const message = `"${prompt}" asks whether the answer is right, and does not say it: put {${answer}} in.`;
        return [problemInPrompts(flow, language, ['prompts', prompt], 'not-read-back', message)];
      }),
    );
  });
