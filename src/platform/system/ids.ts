import { randomInt } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { Ids } from '../../kernel/ports.ts';

/**
 * Randomness from the operating system. `randomInt` draws again instead of taking a remainder, so that every
 * digit is equally likely; case numbers and PINs come from here.
 */
export const systemIds: Ids = {
  uuid: uuidv7,
  digits: (length) => Array.from({ length }, () => randomInt(10)).join(''),
};
