import type { Tx } from '../../src/platform/db/database.ts';
import {
  claimOutbox,
  insertOutbox,
  markDelivered,
  markFailed,
  outboxBacklog,
  pruneOutbox,
} from '../../src/platform/outbox/outbox.repository.ts';
import type { CannedRows } from './sql-recorder.ts';

/** How to make a repository method say its SQL: any arguments that lead through it. */
export interface SqlSample {
  readonly call: (tx: Tx) => Promise<unknown>;
  /** Results of its statements, in order, where it needs rows to go on. */
  readonly canned?: readonly CannedRows[];
}

const now = new Date('2026-11-24T15:00:00Z');
const id = '0193b3c4-0000-7000-8000-000000000001';

/** Every repository method, as `feature.method`; its SQL is printed to `docs/sql/<feature>.sql`. */
export const sqlSamples: Readonly<Record<`${string}.${string}`, SqlSample>> = {
  'outbox.insert': {
    call: (tx) =>
      insertOutbox(tx, [{ topic: 'callbacks.promised', key: id, payload: { callbackId: id } }], now),
  },
  'outbox.claim': { call: (tx) => claimOutbox(tx, { now, limit: 100, leaseMs: 15_000 }) },
  'outbox.markDelivered': { call: (tx) => markDelivered(tx, [{ id: '1', epoch: 1 }], now) },
  'outbox.markFailed': {
    call: (tx) =>
      markFailed(
        tx,
        [{ id: '1', epoch: 1, code: 'jobs.queue_unavailable', retryAt: now, counts: false }],
        now,
      ),
  },
  'outbox.prune': { call: (tx) => pruneOutbox(tx, now, 500) },
  'outbox.backlog': { call: (tx) => outboxBacklog(tx, now) },
};
