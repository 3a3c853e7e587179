import * as repository from '../../../src/features/callbacks/promises/promises.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

export const promises: SqlSamples = {
  readTaken: { call: (tx) => repository.readTaken(tx, { officeId: 'LOS', now, except: id }) },
};
