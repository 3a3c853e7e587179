import { randomFillSync, randomInt } from 'node:crypto';
import { V7Generator } from 'uuidv7';
import type { Ids } from '../../kernel/ports.ts';

/** Every request has an id: asking the system for each one's few random bytes would cost more than all the rest. */
const randomness = new Uint32Array(1024);
let taken = randomness.length;

const version7 = new V7Generator({
  nextUint32() {
    if (taken === randomness.length) {
      randomFillSync(randomness);
      taken = 0;
    }
    return randomness[taken++] ?? 0;
  },
});

/**
 * Randomness from the operating system. `randomInt` draws again instead of taking a remainder, so that every
 * digit is equally likely; case numbers and PINs come from here.
 */
export const systemIds: Ids = {
  uuid: () => version7.generate().toString(),
  digits: (length) => Array.from({ length }, () => randomInt(10)).join(''),
};
