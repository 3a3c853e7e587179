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
  listPromises: { call: (tx) => repository.listPromises(tx, id) },
};
