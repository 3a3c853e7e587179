/** Chance that comes out the same each time, for one made-up case. Good enough to choose by, never to keep a secret. */
export interface Chance {
  /** From 0 up to, but without, 1. */
  next(): number;
  /** A whole number from 0 up to, but without, `limit`. */
  below(limit: number): number;
  /** One of the choices, each with its share; the shares make 1. */
  of<T>(choices: readonly (readonly [T, number])[]): T;
}

/** The chance of the case with this ordinal: it does not depend on what was chosen for the others. */
export function chanceOf(seed: number, ordinal: number): Chance {
  let state = mixed(mixed(seed) ^ Math.imul(ordinal, 0x9e37_79b1));

  /** mulberry32, by Tommy Ettinger (public domain). */
  const next = (): number => {
    state = (state + 0x6d2b_79f5) | 0;
    return mixed(state) / 2 ** 32;
  };

  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    of(choices) {
      let left = next();
      for (const [choice, share] of choices) {
        left -= share;
        if (left < 0) return choice;
      }
      const last = choices.at(-1);
      if (last === undefined) throw new RangeError('There is nothing to choose from.');
      return last[0];
    },
  };
}

function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 15), 1 | value);
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
  return (bits ^ (bits >>> 14)) >>> 0;
}
