import * as repository from '../../../src/features/calls/calls.repository.ts';
import { bytes, id, key, now, type SqlSamples } from './sample.ts';

const providerSid = 'CA00000000000000000000000000000001';
const turn: repository.SealedTurn = {
  sealed: bytes,
  step: 'main',
  language: 'en-US',
  endReason: null,
  events: [],
};

export const calls: SqlSamples = {
  readCall: { call: (tx) => repository.readCall(tx, providerSid, 3) },
  lockCallAtTurn: { call: (tx) => repository.lockCallAtTurn(tx, id, 3) },
  /** A plain step, and one that tells an event. */
  advanceCall: {
    call: async (tx) => {
      const step = { now, caseOfCall: null, outbox: [], also: [] };
      await repository.advanceCall(tx, id, 3, turn, step);
      const outbox = [{ topic: 'voice.capability-asked', key: id, payload: { runId: id } }];
      await repository.advanceCall(tx, id, 3, turn, { ...step, outbox });
    },
  },
  insertCall: {
    call: (tx) =>
      repository.insertCall(
        tx,
        {
          id,
          providerSid,
          lineId: 'assistance-line',
          key,
          callerNumber: bytes,
          revision: 'revision',
          now,
        },
        turn,
      ),
  },
  insertStatusEvent: {
    call: (tx) => repository.insertStatusEvent(tx, { providerSid, status: 'completed', sequence: 0, now }),
  },
  upsertRecording: {
    call: (tx) =>
      repository.upsertRecording(tx, {
        id,
        providerSid: 'RE00000000000000000000000000000001',
        callProviderSid: providerSid,
        status: 'completed',
        seconds: 20,
        now,
      }),
  },
  listRecordings: { call: (tx) => repository.listRecordings(tx, [id]) },
  forgetCall: { call: (tx) => repository.forgetCall(tx, { callId: id, disposition: 'off_topic' }) },
  /** Of one call, and of all. */
  listRecordingsToErase: {
    call: async (tx) => {
      await repository.listRecordingsToErase(tx, { callId: id, limit: 100 });
      await repository.listRecordingsToErase(tx, { callId: null, limit: 100 });
    },
  },
  readRecordingToErase: { call: (tx) => repository.readRecordingToErase(tx, id) },
  markErased: { call: (tx) => repository.markErased(tx, id) },
  listSilentCalls: { call: (tx) => repository.listSilentCalls(tx, now, 100) },
  insertFlowRevision: {
    call: (tx) =>
      repository.insertFlowRevision(tx, { revision: 'revision', flow: 'assistance-line', files: {}, now }),
  },
  readFlowRevision: { call: (tx) => repository.readFlowRevision(tx, 'revision') },
};
