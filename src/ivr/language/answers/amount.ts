import { z } from 'zod';
import { defineAnswer } from './answer.ts';

const bound = z.int().min(0).max(999_999_999);

/** A whole number, such as how many people or dollars: `children: { amount: { min: 0, max: 20 } }`. */
export const amount = defineAnswer(
  'amount',
  z
    .strictObject({ min: bound, max: bound })
    .refine(({ min, max }) => min <= max, { message: '"min" is greater than "max".' }),
  ({ min, max }) => ({
    valueType: 'amount',
    celType: 'double',
    choices: [],
    entry: {
      by: 'digits',
      numDigits: max < 10 ? 1 : null,
      fewest: max < 10 ? 1 : String(min).length + 1,
      read(keys) {
        if (!/^\d{1,9}$/.test(keys)) return null;
        const value = Number(keys);
        return value >= min && value <= max ? value : null;
      },
    },
  }),
);
