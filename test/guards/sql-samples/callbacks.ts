import * as repository from '../../../src/features/callbacks/callbacks.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const callbacks: SqlSamples = {
  lockOfficePromises: { call: (tx) => repository.lockOfficePromises(tx, 'LOS') },
  readOpenOfCase: { call: (tx) => repository.readOpenOfCase(tx, id) },
  insertCallback: {
    call: (tx) =>
      repository.insertCallback(tx, {
        id,
        caseId: id,
        callId: id,
        officeId: 'LOS',
        keyId: id,
        way: 'ring',
        contact: 'voice',
        number: { sealed: bytes, index: bytes },
        voicemail: 'none',
        about: 'custody',
        interpreter: null,
        safeWord: bytes,
        language: 'en-US',
        windowName: 'any',
        timeZone: 'pacific',
        startsAt: now,
        endsAt: now,
        now,
      }),
  },
  readDue: { call: (tx) => repository.readDue(tx, id) },
  listDueBefore: { call: (tx) => repository.listDueBefore(tx, now, { at: now, id }, 500) },
  readCallback: { call: (tx) => repository.readCallback(tx, id) },
  readSealedCallback: { call: (tx) => repository.readSealedCallback(tx, id) },
  readSafeWords: {
    call: (tx) => repository.readSafeWords(tx, { callbackIds: [id], staffId: id, now }),
  },
  countAtHand: { call: (tx) => repository.countAtHand(tx) },
};
