import {
  followingStatements,
  listCases,
  openingStatements,
  readCase,
  runStatements,
  updatePlace,
  type SealedCase,
} from '../../../src/features/cases/cases.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const sealedCase: SealedCase = {
  id,
  callId: id,
  lineId: 'assistance-line',
  language: 'en-US',
  callerRole: 'victim',
  details: bytes,
  now,
};
const opening = {
  number: 'HL-26-480917-7',
  pin: bytes,
  key: { id, masterKeyId: 'mk-1', wrapped: bytes },
};

export const cases: SqlSamples = {
  openingStatements: {
    call: async (tx) => {
      for (const statement of openingStatements(sealedCase, opening)) await statement.execute(tx);
    },
  },
  followingStatements: {
    call: async (tx) => {
      for (const statement of followingStatements(sealedCase)) await statement.execute(tx);
    },
  },
  runStatements: { call: (tx) => runStatements(tx, followingStatements(sealedCase)) },
  updatePlace: { call: (tx) => updatePlace(tx, { caseId: id, officeId: 'LOS', now }) },
  readCase: { call: (tx) => readCase(tx, id) },
  listCases: {
    call: (tx) => listCases(tx, { officeIds: ['LOS'], after: { openedAt: now, id }, limit: 50 }),
  },
};
