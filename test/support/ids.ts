import type { Ids } from '../../src/kernel/ports.ts';
import { mulberry32 } from './random.ts';

/** The same ids in the same order for the same seed: version 7, rising, all of one early millisecond each. */
export function seededIds(seed: number): Ids {
  const random = mulberry32(seed);
  const hex = (length: number) =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  let counter = 0;
  return {
    uuid: () => {
      counter += 1;
      const time = counter.toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${'89ab'.charAt(Math.floor(random() * 4))}${hex(3)}-${hex(12)}`;
    },
    digits: (length) => Array.from({ length }, () => Math.floor(random() * 10)).join(''),
  };
}
