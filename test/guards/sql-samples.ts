import { callbacks } from './sql-samples/callbacks.ts';
import { calls } from './sql-samples/calls.ts';
import { cases } from './sql-samples/cases.ts';
import { offices } from './sql-samples/offices.ts';
import { outbox } from './sql-samples/outbox.ts';
import type { SqlSamples } from './sql-samples/sample.ts';
import { staff } from './sql-samples/staff.ts';
import { voice } from './sql-samples/voice.ts';

/** A sample of every function of every `<feature>.repository.ts`; its SQL is printed to `docs/sql/<feature>.sql`. */
export const sqlSamples: Readonly<Record<string, SqlSamples>> = {
  outbox,
  staff,
  offices,
  calls,
  cases,
  callbacks,
  voice,
};
