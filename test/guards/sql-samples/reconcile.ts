import * as repository from '../../../src/features/callbacks/dialling/reconcile.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

export const reconcile: SqlSamples = {
  listAskedLegs: { call: (tx) => repository.listAskedLegs(tx, 500) },
  listSilentLegs: {
    call: (tx) => repository.listSilentLegs(tx, { ringing: now, talking: now, afterId: id, limit: 100 }),
  },
  readKnownSids: { call: (tx) => repository.readKnownSids(tx, ['CA00000000000000000000000000000001']) },
  readLastKnownAt: { call: (tx) => repository.readLastKnownAt(tx) },
  readNeutralNumbers: { call: (tx) => repository.readNeutralNumbers(tx) },
};
