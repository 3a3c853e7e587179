import {
  answerRun,
  askingStatement,
  readLatestRun,
  readRun,
} from '../../../src/features/voice/voice.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const voice: SqlSamples = {
  askingStatement: {
    call: (tx) => askingStatement({ id, capability: 'custody.look-up', input: bytes, now }).execute(tx),
  },
  readLatestRun: { call: (tx) => readLatestRun(tx, id) },
  readRun: { call: (tx) => readRun(tx, id) },
  answerRun: { call: (tx) => answerRun(tx, id, bytes, now) },
};
