import * as repository from '../../../src/features/callbacks/time/late.repository.ts';
import { now, type SqlSamples } from './sample.ts';

export const late: SqlSamples = {
  remind: { call: (tx) => repository.remind(tx, now, now, 500) },
  escalateLate: { call: (tx) => repository.escalateLate(tx, now, 500) },
  listLateOffices: { call: (tx) => repository.listLateOffices(tx, now) },
  handToDesk: {
    call: (tx) => repository.handToDesk(tx, { officeId: 'LOS', since: now, now, limit: 500 }),
  },
};
