import * as repository from '../../../src/features/voice/voice.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const voice: SqlSamples = {
  /** With the move of the call that asks. */
  askingStatement: {
    call: (tx) =>
      repository.askingStatement({ id, capability: 'custody.look-up', input: bytes, now }).execute(tx),
  },
  readLatestRun: { call: (tx) => repository.readLatestRun(tx, id) },
  readRun: { call: (tx) => repository.readRun(tx, id) },
  deleteRuns: { call: (tx) => repository.deleteRuns(tx, id) },
  answerRun: { call: (tx) => repository.answerRun(tx, id, bytes, now) },
};
