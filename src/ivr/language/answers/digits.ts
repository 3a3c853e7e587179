import { z } from 'zod';
import { defineAnswer } from './answer.ts';

const count = z.int().min(1).max(32);

/** A number that is only digits, such as a case number or a PIN: kept as text, with its leading zeros. */
export const digits = defineAnswer(
  'digits',
  z
    .strictObject({ min: count, max: count })
    .refine(({ min, max }) => min <= max, { message: '"min" is greater than "max".' }),
  ({ min, max }) => ({
    valueType: 'digits',
    celType: 'string',
    choices: [],
    entry: {
      by: 'digits',
      numDigits: min === max ? max : null,
      fewest: min === max ? max : min + 1,
      read: (keys) => (/^\d+$/.test(keys) && keys.length >= min && keys.length <= max ? keys : null),
    },
  }),
);
