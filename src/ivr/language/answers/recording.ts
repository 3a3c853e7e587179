import { z } from 'zod';
import { defineAnswer } from './answer.ts';

/** The caller's own words, taken by a `record` step: the provider's id of the recording and its length. */
export const recording = defineAnswer('recording', z.literal(true), () => ({
  valueType: 'recording',
  celType: 'dyn',
  choices: [],
  entry: { by: 'recording' },
}));
