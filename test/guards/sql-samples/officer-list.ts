import * as repository from '../../../src/features/staff/officer-list.repository.ts';
import type { SqlSamples } from './sample.ts';

export const officerList: SqlSamples = {
  listOfficers: { call: (tx) => repository.listOfficers(tx) },
};
