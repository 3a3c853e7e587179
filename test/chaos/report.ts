import type { FaultReport, RunReport } from './run.ts';
import { failed, type Verdict } from './verdict.ts';

const row = (cells: readonly (string | number)[], widths: readonly number[]): string =>
  cells
    .map((cell, at) => String(cell).padEnd(widths[at] ?? 0))
    .join('  ')
    .trimEnd();

const widths = [4, 42, 9, 9];

export const heading = row(['no.', 'fault', 'lasted', 'settled', ''], widths);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** One fault as a line of the table. */
export function lineOf({ id, name, lastedMs, settledMs, remark, impossible, broken }: FaultReport): string {
  if (impossible !== undefined) return row([id, name, '-', '-', `NOT POSSIBLE HERE: ${impossible}`], widths);
  const settled = settledMs === null ? 'NOT' : seconds(settledMs);
  const words = broken === undefined ? (remark ?? '') : `BROKEN: ${broken}`;
  return row([id, name, seconds(lastedMs), settled, words], widths);
}

/** What both subjects came to, as Jepsen's checkers count. */
export function summary({ seed, left, product, control }: RunReport): string {
  const names = Object.keys(product) as (keyof Verdict)[];
  const columns = [14, ...names.map((name) => name.length)];
  return [
    '',
    row(['', ...names], columns),
    row(['Hotline', ...names.map((name) => product[name])], columns),
    row(['naive control', ...names.map((name) => control[name])], columns),
    '',
    ...(left.length > 0
      ? [`not in this run: ${left.toSorted((a, b) => a - b).join(', ')} (--all has every fault)`]
      : []),
    `seed ${seed}: lost ${product.lost}, doubled ${product.doubled}, late ${product.late}, early ${product.early}`,
  ].join('\n');
}

/** Why the run did not pass; empty when it did. */
export function complaints({ faults, product, control }: RunReport): string[] {
  const broken = faults.filter((fault) => fault.broken !== undefined);
  const slow = faults.filter(({ settledMs }) => settledMs === null);
  return [
    ...broken.map(({ name }) => `${name}: something that must hold did not`),
    ...slow.map(({ name }) => `${name}: not everything was ready within 60 s`),
    ...(product.acknowledged === 0 ? ['nothing was promised, so nothing was shown'] : []),
    ...(failed(product) ? ['Hotline lost, doubled, or was late or early'] : []),
    ...(control.lost + control.doubled === 0 ? ['the control survived: these faults prove nothing'] : []),
  ];
}
