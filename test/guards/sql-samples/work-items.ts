import * as repository from '../../../src/features/callbacks/work-items/work-items.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const workItems: SqlSamples = {
  insertWorkItem: {
    call: (tx) =>
      repository.insertWorkItem(tx, {
        id,
        kind: 'unknown_attempt',
        dedupeKey: `unknown_attempt.${id}`,
        officeId: 'LOS',
        caseId: id,
        callbackId: id,
        attemptId: id,
        facts: { party: 'caller' },
        words: bytes,
        now,
      }),
  },
  listOpenWorkItems: {
    call: (tx) =>
      repository.listOpenWorkItems(tx, {
        officeIds: ['LOS'],
        after: { createdAt: now, id },
        limit: 50,
      }),
  },
  readWorkItem: { call: (tx) => repository.readWorkItem(tx, id) },
  settleWorkItem: {
    call: (tx) => repository.settleWorkItem(tx, { id, staffId: id, resolution: 'did_ring', now }),
  },
};
