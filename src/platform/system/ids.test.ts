import { describe, expect, it } from 'vitest';
import { systemIds } from './ids.ts';

describe('the system ids', () => {
  it('are version 7 UUIDs in lower case that sort by the time they were made', () => {
    const ids = Array.from({ length: 1000 }, () => systemIds.uuid());
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('give as many decimal digits as asked for', () => {
    for (const length of [0, 1, 4, 6, 40])
      expect(systemIds.digits(length)).toMatch(new RegExp(`^[0-9]{${length}}$`));
  });

  it('give every digit about equally often', () => {
    const drawn = 20_000;
    const counts = Array.from({ length: 10 }, () => 0);
    for (const digit of systemIds.digits(drawn)) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
    const expected = drawn / 10;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(45); // 9 degrees of freedom: exceeded once in a million runs
  });
});
