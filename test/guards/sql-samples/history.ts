import * as repository from '../../../src/features/callbacks/history/history.repository.ts';
import { id, type SqlSamples } from './sample.ts';

export const history: SqlSamples = {
  listAttempts: { call: (tx) => repository.listAttempts(tx, id) },
};
