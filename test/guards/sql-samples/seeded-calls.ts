import * as repository from '../../../src/features/calls/seeded-calls.repository.ts';
import type { SqlSamples } from './sample.ts';

export const seededCalls: SqlSamples = {
  readSeeding: { call: (tx) => repository.readSeeding(tx) },
};
