import * as repository from '../../../src/features/callbacks/matters/matters.repository.ts';
import { id, type SqlSamples } from './sample.ts';

export const matters: SqlSamples = {
  lockMatter: { call: (tx) => repository.lockMatter(tx, id) },
  countBefore: { call: (tx) => repository.countBefore(tx, id) },
  readCaseOffice: { call: (tx) => repository.readCaseOffice(tx, id) },
  isNoted: {
    call: (tx) => repository.isNoted(tx, { callbackId: id, callId: id, kind: 'merged' }),
  },
  listMaybeSame: {
    call: (tx) => repository.listMaybeSame(tx, { callbackIds: [id], officeIds: ['LOS'] }),
  },
};
