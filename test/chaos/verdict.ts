import type { Caller } from './caller.ts';

/** What a subject's database holds of one promise. */
export interface PromiseRow {
  /** Of the call that it was made on. */
  readonly sid: string;
  /** The case number as digits. */
  readonly number: string;
  /** Whether it was ever on the list of those to be rung. */
  readonly ready: boolean;
  /** Whether it was there before its time: the caller may not be rung then. */
  readonly early: boolean;
  readonly claimed: boolean;
  /** Calls to the caller that are on record as asked for, whatever came of them. */
  readonly calls: number;
}

export interface Observation {
  readonly callers: readonly Caller[];
  readonly promises: readonly PromiseRow[];
  /** Times that each number has rung, as the telephone network counts. */
  readonly rings: ReadonlyMap<string, number>;
  /** Rings of officers' telephones that are not on record. */
  readonly doubleRings: number;
  /** Claims that were given to two people at once. */
  readonly doubleClaims: number;
}

/**
 * Counts as Jepsen's set and queue checkers do, over what was tried, what was acknowledged and a last look: lost =
 * acknowledged and not there; recovered = there although its caller never heard of it; doubled = there, claimed or
 * rung more often than it should be.
 */
export function judge({ callers, promises, rings, doubleRings, doubleClaims }: Observation) {
  const rows = new Map<string, PromiseRow[]>();
  for (const row of promises) rows.set(row.sid, [...(rows.get(row.sid) ?? []), row]);
  const heard = callers.filter((caller) => caller.heard !== undefined);
  const kept = heard.flatMap(
    (caller) => rows.get(caller.sid)?.find(({ number }) => number === caller.heard) ?? [],
  );
  const rung = (caller: Caller) => rings.get(caller.number) ?? 0;
  const onRecord = (caller: Caller) => (rows.get(caller.sid) ?? []).reduce((sum, row) => sum + row.calls, 0);
  const rungTooOften = callers.map((caller) => Math.max(0, rung(caller) - onRecord(caller)));
  const known = new Set(heard.map(({ sid }) => sid));
  return {
    attempted: callers.length,
    acknowledged: heard.length,
    ready: kept.filter(({ ready }) => ready).length,
    claimed: kept.filter(({ claimed }) => claimed).length,
    dialled: heard.filter((caller) => rung(caller) > 0).length,
    lost: heard.length - kept.length,
    doubled:
      [...rows.values()].filter(({ length }) => length > 1).length +
      rungTooOften.reduce((sum, count) => sum + count, 0) +
      doubleRings +
      doubleClaims,
    /** There, and not made ready in time. */
    late: kept.filter(({ ready }) => !ready).length,
    early: promises.filter(({ early }) => early).length,
    recovered: [...rows.keys()].filter((sid) => !known.has(sid)).length,
  };
}

export type Verdict = ReturnType<typeof judge>;

export const failed = ({ lost, doubled, late, early }: Verdict): boolean => lost + doubled + late + early > 0;
