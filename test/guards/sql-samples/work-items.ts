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
};
