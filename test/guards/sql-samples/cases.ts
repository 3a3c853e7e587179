import * as repository from '../../../src/features/cases/cases.repository.ts';
import { bytes, id, key, now, type SqlSamples } from './sample.ts';

const row: repository.SealedCase = {
  id,
  callId: id,
  lineId: 'assistance-line',
  language: 'en-US',
  callerRole: 'witness',
  details: bytes,
  now,
};
const opening = { number: 'HL-26-480917-8', pin: bytes, key };

export const cases: SqlSamples = {
  openingStatements: {
    call: (tx) => repository.runStatements(tx, repository.openingStatements(row, opening)),
  },
  followingStatements: {
    call: (tx) => repository.runStatements(tx, repository.followingStatements(row)),
  },
  runStatements: { call: (tx) => repository.runStatements(tx, []) },
  updatePlace: { call: (tx) => repository.updatePlace(tx, { caseId: id, officeId: 'LOS', now }) },
  readCase: { call: (tx) => repository.readCase(tx, id) },
  deleteIncomplete: { call: (tx) => repository.deleteIncomplete(tx, id) },
  listCases: {
    call: (tx) => repository.listCases(tx, { officeIds: ['LOS'], after: { openedAt: now, id }, limit: 50 }),
  },
};
