import { z } from 'zod';
import { defineAnswer } from './answer.ts';

/** 1 is yes and 2 is no unless the step says otherwise. */
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
