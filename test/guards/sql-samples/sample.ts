import type { Tx } from '../../../src/platform/db/database.ts';
import type { CannedRows } from '../sql-recorder.ts';

/** How to make a repository function say its SQL: any arguments that lead through it. */
export interface SqlSample {
  readonly call: (tx: Tx) => Promise<unknown>;
  /** Results of its statements, in order, where it needs rows to go on. */
  readonly canned?: readonly CannedRows[];
}

/** By the function's name. */
export type SqlSamples = Readonly<Record<string, SqlSample>>;

export const now = new Date('2026-11-24T15:00:00Z');
export const id = '0193b3c4-0000-7000-8000-000000000001';
export const bytes = Buffer.from('sealed');
export const key = { id, masterKeyId: 'mk-1', wrapped: bytes };
