/** What a run found. The two lists are case numbers as digits only. */
export interface Observation {
  readonly attempted: number;
  /** Promised to a caller's ear, from the telephone network's own record. */
  readonly heard: readonly string[];
  /** One entry an open callback in Postgres. */
  readonly rows: readonly { readonly number: string; readonly ready: boolean }[];
}

/** Counts as Jepsen's set checker does: lost = heard without a row, doubled = more than one row for one promise. */
export function judge({ attempted, heard, rows }: Observation) {
  const found = new Map<string, number>();
  for (const { number } of rows) found.set(number, (found.get(number) ?? 0) + 1);
  const ready = new Set(rows.filter((row) => row.ready).map((row) => row.number));
  const kept = new Set(heard);
  return {
    attempted,
    heard: heard.length,
    ready: heard.filter((number) => ready.has(number)).length,
    lost: heard.filter((number) => !found.has(number)).length,
    doubled: [...found.values()].filter((count) => count > 1).length,
    /** Has a row but was not made ready in time. */
    late: heard.filter((number) => found.has(number) && !ready.has(number)).length,
    /** A row whose caller was gone before hearing of it. */
    recovered: [...found.keys()].filter((number) => !kept.has(number)).length,
  };
}

export type Verdict = ReturnType<typeof judge>;

export const failed = ({ lost, doubled, late }: Verdict): boolean => lost + doubled + late > 0;
