import * as repository from '../../../src/features/callbacks/promises/ledger.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const ledger: SqlSamples = {
  insertPromise: {
    call: (tx) =>
      repository.insertPromise(tx, {
        id,
        callbackId: id,
        officeId: 'LOS',
        toldBy: 'line',
        windowName: 'morning',
        timeZone: 'pacific',
        startsAt: now,
        endsAt: now,
        lastTwo: bytes,
        now,
      }),
  },
  settlePromise: { call: (tx) => repository.settlePromise(tx, { callbackId: id, now, by: 'rung' }) },
  readLastPromise: { call: (tx) => repository.readLastPromise(tx, id) },
  readLedger: {
    call: (tx) => repository.readLedger(tx, { officeIds: ['LOS'], from: '2026-10-01', to: '2027-01-01' }),
  },
  listPromises: { call: (tx) => repository.listPromises(tx, id) },
};
