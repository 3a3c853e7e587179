import { z } from 'zod';
import { defineAnswer } from './answer.ts';

const LENGTH = 9;
const SHORTEST = 7;

/**
 * An identifier that an agency gives to a person: seven to nine digits, kept as nine with leading zeros, as the
 * shorter and older ones are written today. It identifies someone, so it is always sensitive.
 */
export const identifier = defineAnswer('identifier', z.literal(true), () => ({
  valueType: 'identifier',
  celType: 'string',
  choices: [],
  sensitive: true,
  entry: {
    by: 'digits',
    numDigits: null,
    fewest: SHORTEST + 1,
    read: (keys) => (/^\d{7,9}$/.test(keys) && !/^0+$/.test(keys) ? keys.padStart(LENGTH, '0') : null),
  },
}));
