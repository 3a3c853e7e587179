import * as repository from '../../../src/features/cases/openings/openings.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

export const openings: SqlSamples = {
  lockCase: { call: (tx) => repository.lockCase(tx, 'HL-26-480917-8') },
  countTry: { call: (tx) => repository.countTry(tx, id) },
  writeFailures: {
    call: (tx) => repository.writeFailures(tx, { caseId: id, failures: 5, lockedUntil: now }),
  },
  insertOpening: { call: (tx) => repository.insertOpening(tx, { callId: id, caseId: id, now }) },
  readOpening: { call: (tx) => repository.readOpening(tx, id) },
  touchCase: { call: (tx) => repository.touchCase(tx, { caseId: id, now }) },
  listOpeningCalls: { call: (tx) => repository.listOpeningCalls(tx, id) },
};
