import {
  advanceCall,
  insertCall,
  insertFlowRevision,
  insertStatusEvent,
  listSilentCalls,
  lockCallAtTurn,
  readCall,
  readFlowRevision,
  upsertRecording,
} from '../../../src/features/calls/calls.repository.ts';
import { followingStatements } from '../../../src/features/cases/cases.repository.ts';
import { sealedCase } from './cases.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

const providerSid = `CA${'0'.repeat(32)}`;
const lineId = 'assistance-line';
const turn = {
  session: bytes,
  instructions: bytes,
  step: 'main',
  language: 'en-US',
  endReason: null,
  events: [{ kind: 'entered', data: { step: 'main' } }],
};

export const calls: SqlSamples = {
  readCall: { call: (tx) => readCall(tx, providerSid, 1) },
  lockCallAtTurn: { call: (tx) => lockCallAtTurn(tx, id, 1) },
  // Twice: a plain step, and one that tells an event and brings the case up to date.
  advanceCall: {
    call: async (tx) => {
      await advanceCall(tx, id, 1, turn, { now, caseOfCall: null, outbox: [], also: [] });
      await advanceCall(tx, id, 1, turn, {
        now,
        caseOfCall: { caseId: id, keyId: id },
        outbox: [{ topic: 'voice.capability-asked', key: id, payload: { runId: id } }],
        also: followingStatements(sealedCase),
      });
    },
  },
  insertCall: {
    call: (tx) =>
      insertCall(
        tx,
        {
          id,
          providerSid,
          lineId,
          key: { id, masterKeyId: 'mk-1', wrapped: bytes },
          callerNumber: bytes,
          revision: 'r',
          now,
        },
        turn,
      ),
  },
  insertStatusEvent: {
    call: (tx) => insertStatusEvent(tx, { providerSid, status: 'completed', sequence: 1, now }),
  },
  upsertRecording: {
    call: (tx) =>
      upsertRecording(tx, {
        id,
        providerSid: `RE${'0'.repeat(32)}`,
        callProviderSid: providerSid,
        status: 'completed',
        seconds: 12,
        now,
      }),
  },
  listSilentCalls: { call: (tx) => listSilentCalls(tx, now, 100) },
  insertFlowRevision: {
    call: (tx) => insertFlowRevision(tx, { revision: 'r', flow: lineId, files: {}, now }),
  },
  readFlowRevision: { call: (tx) => readFlowRevision(tx, 'r') },
};
