import { attempts } from './attempts.ts';
import { callbacks } from './callbacks.ts';
import { calls } from './calls.ts';
import { cases } from './cases.ts';
import { moves } from './moves.ts';
import { offices } from './offices.ts';
import { outbox } from './outbox.ts';
import { rota } from './rota.ts';
import type { SqlSamples } from './sample.ts';
import { staff } from './staff.ts';
import { voice } from './voice.ts';

/** Samples of every repository, by its feature: their SQL is printed to `docs/sql/<feature>.sql`. */
export const sqlSamples: Readonly<Record<string, SqlSamples>> = {
  attempts,
  callbacks,
  calls,
  cases,
  moves,
  offices,
  outbox,
  rota,
  staff,
  voice,
};
