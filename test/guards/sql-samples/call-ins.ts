import * as repository from '../../../src/features/callbacks/matters/call-ins.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

export const callIns: SqlSamples = {
  insertCallIn: {
    call: (tx) =>
      repository.insertCallIn(tx, {
        id,
        callbackId: id,
        callId: id,
        number: 1,
        epoch: 0,
        staffId: id,
        requestKey: id,
        now,
      }),
  },
  readOpenCallIn: { call: (tx) => repository.readOpenCallIn(tx, id) },
  readCallIn: { call: (tx) => repository.readCallIn(tx, id) },
  noteJoined: { call: (tx) => repository.noteJoined(tx, id, now) },
  endCallIn: { call: (tx) => repository.endCallIn(tx, { attemptId: id, outcome: 'reached', now }) },
  closeAppointment: {
    call: (tx) => repository.closeAppointment(tx, { callbackId: id, reason: 'reached', now }),
  },
  listOfficers: { call: (tx) => repository.listOfficers(tx, 'LOS') },
  listEngaged: { call: (tx) => repository.listEngaged(tx, [id]) },
  listLostCallIns: { call: (tx) => repository.listLostCallIns(tx, 100) },
  listPassedAppointments: { call: (tx) => repository.listPassedAppointments(tx, now, 100) },
};
