import { z } from 'zod';
import { defineAnswer } from './answer.ts';

const LENGTH = 5;

/** A five-digit US ZIP code, kept as text because it may begin with 0. */
export const zip = defineAnswer('zip', z.literal(true), () => ({
  valueType: 'zip',
  celType: 'string',
  choices: [],
  entry: {
    by: 'digits',
    numDigits: LENGTH,
    fewest: LENGTH,
    read: (digits) => (/^\d{5}$/.test(digits) && digits !== '00000' ? digits : null),
  },
}));
