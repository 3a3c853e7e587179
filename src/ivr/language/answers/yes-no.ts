import { z } from 'zod';
import { defineAnswer } from './answer.ts';

/** 1 is yes and 2 is no, in every flow, so that callers learn it once. */
export const yesNo = defineAnswer('yes_no', z.literal(true), () => ({
  valueType: 'yes_no',
  celType: 'bool',
  choices: [],
  entry: {
    by: 'key',
    keys: new Map([
      ['1', true],
      ['2', false],
    ]),
  },
}));
