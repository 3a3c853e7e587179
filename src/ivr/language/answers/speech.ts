import { z } from 'zod';
import { defineAnswer } from './answer.ts';

/**
 * A few words, as the telephone provider's recogniser writes them down. What is said goes through the provider, so
 * that nothing sensitive is asked like this: `topic: { speech: true }`.
 */
export const speech = defineAnswer('speech', z.literal(true), () => ({
  valueType: 'text',
  celType: 'string',
  choices: [],
  sensitive: false,
  entry: { by: 'speech' },
}));
