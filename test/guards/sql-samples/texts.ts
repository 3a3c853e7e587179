import * as repository from '../../../src/features/callbacks/texts/texts.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const texts: SqlSamples = {
  listTexts: { call: (tx) => repository.listTexts(tx, id, 200) },
  readText: { call: (tx) => repository.readText(tx, id) },
  findTextRequest: {
    call: (tx) => repository.findTextRequest(tx, { callbackId: id, staffId: id, requestKey: id }),
  },
  saveTextAttempt: {
    call: (tx) => repository.saveTextAttempt(tx, { id, sentAt: now, outcome: 'texted', now }),
  },
  readTextAttempt: { call: (tx) => repository.readTextAttempt(tx, id, 1) },
  insertText: {
    call: (tx) =>
      repository.insertText(tx, {
        id,
        callbackId: id,
        attemptId: id,
        opens: true,
        staffId: id,
        requestKey: id,
        from: '+12025550170',
        body: bytes,
        now,
      }),
  },
  readOutgoing: { call: (tx) => repository.readOutgoing(tx, id) },
  lockOutgoing: { call: (tx) => repository.lockOutgoing(tx, id) },
  askText: { call: (tx) => repository.askText(tx, id, now) },
  unaskText: { call: (tx) => repository.unaskText(tx, id) },
  saveText: {
    call: (tx) =>
      repository.saveText(tx, { id, status: 'sent', providerSid: `SM${'0'.repeat(32)}`, providerCode: null }),
  },
  listPlanned: { call: (tx) => repository.listPlanned(tx, now, 200) },
  listUntold: { call: (tx) => repository.listUntold(tx, { after: now, before: now }, 200) },
  listKnownSids: { call: (tx) => repository.listKnownSids(tx, [`SM${'0'.repeat(32)}`]) },
  listUnanswered: { call: (tx) => repository.listUnanswered(tx, now, 200) },
};
