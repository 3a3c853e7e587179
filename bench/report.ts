import { cpus } from 'node:os';

/** Several measurements of one thing: never one number alone. */
export interface Measured {
  readonly n: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** A ratio of DESIGN section 11 with its goal. */
export interface Ratio {
  readonly what: string;
  readonly against: string;
  readonly ratio: Measured;
  readonly goal: { readonly atLeast: number } | { readonly atMost: number };
}

/** A figure on the way to the ratios, such as requests per second. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly measured: Measured;
}

export interface Report {
  readonly bench: string;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly figures: readonly Figure[];
  readonly ratios: readonly Ratio[];
}

export function measured(values: readonly number[]): Measured {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = Number.isInteger(middle) ? (sorted[middle - 1] ?? upper) : upper;
  return {
    n: sorted.length,
    median: (lower + upper) / 2,
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
  };
}

/** One ratio per round: both sides of a round saw the same machine. */
export function ratios(ours: readonly number[], theirs: readonly number[]): Measured {
  return measured(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

/** Prints the report as a table, then as JSON on one line; with `json`, only that line. */
export function printReport(report: Report, { json }: { readonly json: boolean }): void {
  if (!json) console.log(table(report));
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
  console.log(JSON.stringify({ ...report, machine, at: new Date().toISOString() }));
}

function table({ bench, figures, ratios }: Report): string {
  const rows = [
    ['figure', 'unit', 'n', 'median', 'min', 'max', 'goal'],
    ...figures.map(({ what, unit, measured: m }) => [what, unit, ...numbers(m, short), '']),
    ...ratios.map(({ what, against, ratio, goal }) => [
      `${what} / ${against}`,
      'ratio',
      ...numbers(ratio, (value) => value.toFixed(2)),
      `${'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`}${isReached(ratio.median, goal) ? '' : ' missed'}`,
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = widths.map((width) => '-'.repeat(width));
  return [`bench: ${bench}`, '', line(head), line(rule), ...body.map(line), ''].join('\n');
}

const numbers = ({ n, median, min, max }: Measured, show: (value: number) => string): string[] => [
  String(n),
  ...[median, min, max].map(show),
];

const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

const isReached = (value: number, goal: Ratio['goal']): boolean =>
  'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
