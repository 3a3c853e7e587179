import * as repository from '../../../src/features/callbacks/attempts/attempts.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const attempts: SqlSamples = {
  lockCallback: { call: (tx) => repository.lockCallback(tx, id) },
  countAttempts: { call: (tx) => repository.countAttempts(tx, id) },
  countTries: { call: (tx) => repository.countTries(tx, id) },
  findAttempt: {
    call: (tx) => repository.findAttempt(tx, { callbackId: id, staffId: id, requestKey: id }),
  },
  insertAttempt: {
    call: (tx) =>
      repository.insertAttempt(tx, {
        id,
        callback_id: id,
        number: 1,
        epoch: 1,
        staff_id: id,
        ended_at: now,
        outcome: 'no_answer',
        note_sealed: bytes,
        request_key: id,
        closed_reason: null,
        next_starts_at: now,
        next_ends_at: now,
      }),
  },
  beginAttempt: {
    call: (tx) =>
      repository.beginAttempt(tx, {
        id,
        kind: 'dial',
        callbackId: id,
        number: 1,
        epoch: 1,
        staffId: id,
        requestKey: id,
        now,
      }),
  },
};
