import { z } from 'zod';
import { defineAnswer } from './answer.ts';

/** Yes or no: 1 is yes and 2 is no, unless the step that asks gives other keys. */
export const yesNo = defineAnswer('yes_no', z.literal(true), () => ({
  valueType: 'yes_no',
  celType: 'bool',
  choices: [],
  entry: {
    by: 'key',
    words: new Map([
      ['yes', true],
      ['no', false],
    ]),
    keys: { '1': 'yes', '2': 'no' },
  },
}));
