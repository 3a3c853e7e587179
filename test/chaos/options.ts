import { parseArgs } from 'node:util';

export interface ChaosOptions {
  readonly seed: number;
  /** How long faults come; calls go on until the last one has settled. */
  readonly seconds: number;
  /** Every fault once, however long it takes. */
  readonly all: boolean;
  /** Only these, in this order, by their numbers. */
  readonly only: readonly number[];
  readonly json: boolean;
}

export function readOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '7' },
      seconds: { type: 'string' },
      minutes: { type: 'string', default: '3' },
      all: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  const seconds = Number(values.seconds ?? Number(values.minutes) * 60);
  const only = values.only.split(',').filter(Boolean).map(Number);
  if (!Number.isInteger(seed) || !(seconds > 0) || only.some((id) => !Number.isInteger(id)))
    throw new TypeError('--seed, --seconds, --minutes and --only take numbers');
  return { seed, seconds, all: values.all, only, json: values.json };
}
