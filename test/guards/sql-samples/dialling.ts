import * as repository from '../../../src/features/callbacks/dialling/dialling.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const dialling: SqlSamples = {
  lockByLeg: { call: (tx) => repository.lockByLeg(tx, id) },
  lockByAttempt: { call: (tx) => repository.lockByAttempt(tx, id) },
  saveJudgement: { call: (tx) => repository.saveJudgement(tx, { id, outcome: 'declined', note: bytes }) },
  readDial: { call: (tx) => repository.readDial(tx, id) },
  findRequest: {
    call: (tx) => repository.findRequest(tx, { callbackId: id, staffId: id, requestKey: id }),
  },
  isNumberRefused: { call: (tx) => repository.isNumberRefused(tx, id) },
  saveDial: {
    call: (tx) =>
      repository.saveDial(tx, { id, callerRungAt: now, joinedAt: now, endedAt: now, outcome: 'reached' }),
  },
  saveFollowUp: {
    call: (tx) =>
      repository.saveFollowUp(tx, {
        attemptId: id,
        closedReason: 'reached',
        nextStartsAt: null,
        nextEndsAt: null,
      }),
  },
  readLineOf: { call: (tx) => repository.readLineOf(tx, id) },
};
