/** Quarters of the ledger. Pure. */
import type { LocalDate } from '../../../kernel/local-date.ts';

export const quarterPattern = /^(20\d{2})-Q([1-4])$/;

/**
 * The first day of a quarter, and the first day after it; null where the text names none.
 *
 * @example readQuarter('2026-Q4') // { from: '2026-10-01', to: '2027-01-01' }
 */
export function readQuarter(text: string): { readonly from: LocalDate; readonly to: LocalDate } | null {
  const [, year, quarter] = quarterPattern.exec(text) ?? [];
  if (year === undefined || quarter === undefined) return null;
  const firstOf = (quarters: number): LocalDate => {
    const month = String((quarters % 4) * 3 + 1).padStart(2, '0');
    return `${Number(year) + Math.floor(quarters / 4)}-${month}-01`;
  };
  return { from: firstOf(Number(quarter) - 1), to: firstOf(Number(quarter)) };
}
