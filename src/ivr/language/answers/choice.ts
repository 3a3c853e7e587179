import { z } from 'zod';
import { defineAnswer } from './answer.ts';

const value = z.string().regex(/^[a-z][a-z0-9_-]*$/, 'A choice is a lower-case word, such as "morning".');

/** One of a few named values. The step that asks says which key stands for which. */
export const choice = defineAnswer(
  'choice',
  z
    .array(value)
    .min(1)
    .max(12)
    .refine((values) => new Set(values).size === values.length, { message: 'A choice is listed twice.' }),
  (choices) => ({
    valueType: 'choice',
    celType: 'string',
    choices,
    entry: { by: 'key', words: new Map(choices.map((word) => [word, word])), keys: null },
  }),
);
