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

export const cases: SqlSamples = {
  /** Once with the statements that open a case, once with the one that follows the call. */
  runStatements: {
    call: async (tx) => {
      const opening = { number: 'HL-26-480917-8', pin: bytes, key };
      await repository.runStatements(tx, repository.openingStatements(row, opening));
      await repository.runStatements(tx, repository.followingStatements(row));
    },
  },
  updatePlace: { call: (tx) => repository.updatePlace(tx, { caseId: id, officeId: 'LOS', now }) },
  readCase: { call: (tx) => repository.readCase(tx, id) },
  listCases: {
    call: (tx) => repository.listCases(tx, { officeIds: ['LOS'], after: { openedAt: now, id }, limit: 50 }),
  },
};
