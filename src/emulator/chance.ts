import { createHash } from 'node:crypto';

/** Repeatable randomness: the same seed gives the same orders, faults and identifiers. */
export interface Chance {
  /** A number in [0, 1). */
  next(): number;
  /** True with the given probability (0–1). */
  happens(probability: number): boolean;
  /** A shuffled copy. */
  shuffled<T>(items: readonly T[]): T[];
  /** A version 4 UUID. */
  uuid(): string;
  /** An independent source, named so that concurrent calls do not disturb one another's order. */
  fork(name: string): Chance;
}

/** Seeded generator (mulberry32). Good for shuffling, not for secrets. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const word = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = (): number => word() / 2 ** 32;
  return {
    next,
    happens: (probability) => probability > 0 && next() < probability,
    shuffled: (items) => {
      const keyed = items.map((item) => ({ item, key: word() }));
      return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
    },
    uuid: () => {
      const hex = [word(), word(), word(), word()].map((part) => part.toString(16).padStart(8, '0')).join('');
      const variant = '89ab'.charAt(Math.floor(next() * 4));
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
    fork: (name) => createChance(createHash('sha256').update(`${seed}:${name}`).digest().readUInt32BE(0)),
  };
}

/** Makes 34-character SIDs: a two-letter prefix and 32 hex digits. Unique within a seed. */
export function createSids(seed: number): (prefix: string) => string {
  let count = 0;
  return (prefix) => {
    count += 1;
    return prefix + createHash('sha256').update(`${seed}:${prefix}:${count}`).digest('hex').slice(0, 32);
  };
}
