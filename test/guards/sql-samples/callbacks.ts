import {
  claim,
  countAtHand,
  countPromised,
  insertCallback,
  listCallbacks,
  listDueBefore,
  lockOfficePromises,
  makeOverdueReady,
  makeReady,
  readCallback,
  readDue,
  readOpenOfCase,
  release,
  releaseLapsedClaims,
} from '../../../src/features/callbacks/callbacks.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

const page = { staffId: id, officeIds: ['LOS'], after: null, limit: 50 };

export const callbacks: SqlSamples = {
  lockOfficePromises: { call: (tx) => lockOfficePromises(tx, 'LOS') },
  countPromised: { call: (tx) => countPromised(tx, 'LOS', now) },
  readOpenOfCase: { call: (tx) => readOpenOfCase(tx, id) },
  insertCallback: {
    call: (tx) =>
      insertCallback(tx, {
        id,
        caseId: id,
        callId: id,
        officeId: 'LOS',
        keyId: id,
        number: bytes,
        numberIndex: bytes,
        voicemail: 'none',
        language: 'en-US',
        windowName: 'morning',
        timeZone: 'America/Los_Angeles',
        startsAt: now,
        endsAt: now,
        now,
      }),
  },
  readDue: { call: (tx) => readDue(tx, id) },
  makeReady: { call: (tx) => makeReady(tx, id, now) },
  makeOverdueReady: { call: (tx) => makeOverdueReady(tx, now, now, 500) },
  listDueBefore: { call: (tx) => listDueBefore(tx, now, { at: now, id }, 500) },
  releaseLapsedClaims: { call: (tx) => releaseLapsedClaims(tx, now) },
  // Each view's first page, and a further one.
  listCallbacks: {
    call: async (tx) => {
      for (const view of ['mine', 'unclaimed', 'team', 'escalated'] as const) {
        await listCallbacks(tx, { ...page, view });
      }
      await listCallbacks(tx, { ...page, view: 'unclaimed', after: { startsAt: now, promisedAt: now, id } });
    },
  },
  readCallback: { call: (tx) => readCallback(tx, id) },
  claim: { call: (tx) => claim(tx, { callbackId: id, staffId: id, expiresAt: now, version: 1 }) },
  release: { call: (tx) => release(tx, { callbackId: id, staffId: id, epoch: 1 }) },
  countAtHand: { call: (tx) => countAtHand(tx) },
};
