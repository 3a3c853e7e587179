import * as repository from '../../../src/features/callbacks/dialling/legs.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const legs: SqlSamples = {
  readLegs: { call: (tx) => repository.readLegs(tx, id) },
  insertLeg: {
    call: (tx) =>
      repository.insertLeg(tx, {
        id,
        attemptId: id,
        party: 'caller',
        from: '+18005550197',
        to: bytes,
        now,
      }),
  },
  saveLeg: {
    call: (tx) =>
      repository.saveLeg(tx, {
        id,
        party: 'caller',
        askedAt: now,
        providerSid: 'CA1',
        status: 'completed',
        statusSequence: 3,
        answeredBy: 'human',
        answeredAt: now,
        acceptedAt: now,
        heardWords: true,
        endedAt: now,
        seconds: 1,
        providerCode: null,
      }),
  },
  askLeg: { call: (tx) => repository.askLeg(tx, id, now) },
  unaskLeg: { call: (tx) => repository.unaskLeg(tx, id) },
  readLegToPlace: { call: (tx) => repository.readLegToPlace(tx, id) },
  listForgottenLegs: { call: (tx) => repository.listForgottenLegs(tx, now, 100) },
  findLegBeside: { call: (tx) => repository.findLegBeside(tx, id, 'CA1') },
  listUnaskedLegs: { call: (tx) => repository.listUnaskedLegs(tx, now, 100) },
};
