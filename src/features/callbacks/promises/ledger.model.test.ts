import { describe, expect, it } from 'vitest';
import { readQuarter } from './ledger.model.ts';

describe('a quarter', () => {
  it.each([
    ['2026-Q1', '2026-01-01', '2026-04-01'],
    ['2026-Q3', '2026-07-01', '2026-10-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
  ])('%s is from %s up to %s', (text, from, to) => {
    expect(readQuarter(text)).toEqual({ from, to });
  });

  it.each(['2026-Q5', '2026-Q0', '26-Q1', '2026', ''])('is not %j', (text) => {
    expect(readQuarter(text)).toBeNull();
  });
});
