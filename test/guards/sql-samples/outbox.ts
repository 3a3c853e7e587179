import {
  claimOutbox,
  insertOutbox,
  markDelivered,
  markFailed,
  outboxBacklog,
  outboxCte,
  pruneOutbox,
} from '../../../src/platform/outbox/outbox.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

const events = [{ topic: 'callbacks.promised', key: id, payload: { callbackId: id } }];
const failure = { id: '1', epoch: 1, code: 'jobs.queue_unavailable', retryAt: now, counts: false };

export const outbox: SqlSamples = {
  insertOutbox: { call: (tx) => insertOutbox(tx, events, now) },
  /** With the change that the events follow from. */
  outboxCte: { call: (tx) => outboxCte(events, now, 'moved').execute(tx) },
  claimOutbox: { call: (tx) => claimOutbox(tx, { now, limit: 100, leaseMs: 15_000 }) },
  markDelivered: { call: (tx) => markDelivered(tx, [{ id: '1', epoch: 1 }], now) },
  markFailed: { call: (tx) => markFailed(tx, [failure], now) },
  pruneOutbox: { call: (tx) => pruneOutbox(tx, now, 500) },
  outboxBacklog: { call: (tx) => outboxBacklog(tx, now) },
};
