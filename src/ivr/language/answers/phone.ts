import { z } from 'zod';
import { parsePhoneKeys } from '../../../kernel/phone.ts';
import { defineAnswer } from './answer.ts';

/**
 * A telephone number that can be rung, ended by the pound key: ten digits, or `011` and more for one abroad. Kept as
 * `+12025550123` (E.164).
 */
export const phone = defineAnswer('phone', z.literal(true), () => ({
  valueType: 'phone',
  celType: 'string',
  choices: [],
  entry: {
    by: 'digits',
    numDigits: null,
    fewest: 11,
    read(keys) {
      const entry = parsePhoneKeys(keys);
      return entry.ok ? entry.e164 : null;
    },
  },
}));
