/** What a failed attempt may be retried on: `4xx`, `5xx`, `ct` (connect), `rt` (read time-out). */
export type RetryReason = '4xx' | '5xx' | 'ct' | 'rt';

/** Connection overrides, read from a URL's fragment (`#rc=2&rp=5xx,ct`). Times in milliseconds. */
export interface Overrides {
  readonly connectMs: number;
  readonly readMs?: number;
  readonly totalMs?: number;
  readonly retries: number;
  readonly retryOn: ReadonlySet<RetryReason>;
}

const reasons: readonly RetryReason[] = ['4xx', '5xx', 'ct', 'rt'];

/**
 * Reads a fragment without its `#`. A value out of range is ignored and the default stands:
 * ct 5000 (100–10000), rt and tt none (100–15000), rc 1 (0–5), rp `ct`.
 */
export function readOverrides(fragment: string): Overrides {
  const given = new Map(fragment.split('&').map((pair) => [pair.split('=')[0], pair.split('=')[1] ?? '']));
  const number = (key: string, least: number, most: number): number | undefined => {
    const text = given.get(key);
    if (text === undefined || !/^\d{1,5}$/.test(text)) return undefined;
    const value = Number(text);
    return value >= least && value <= most ? value : undefined;
  };
  const readMs = number('rt', 100, 15_000);
  const totalMs = number('tt', 100, 15_000);
  const policy = (given.get('rp') ?? 'ct').split(',');
  return {
    connectMs: number('ct', 100, 10_000) ?? 5000,
    retries: number('rc', 0, 5) ?? 1,
    retryOn: new Set(policy.includes('all') ? reasons : reasons.filter((reason) => policy.includes(reason))),
    ...(readMs !== undefined && { readMs }),
    ...(totalMs !== undefined && { totalMs }),
  };
}
