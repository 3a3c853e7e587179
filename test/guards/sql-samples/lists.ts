import * as repository from '../../../src/features/callbacks/lists.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

const page = {
  staffId: id,
  officeIds: ['LOS'],
  after: { startsAt: now, promisedAt: now, id },
  limit: 50,
};

export const lists: SqlSamples = {
  /** The four views, one after the other. */
  listCallbacks: {
    call: async (tx) => {
      for (const view of ['mine', 'unclaimed', 'team', 'escalated'] as const)
        await repository.listCallbacks(tx, { ...page, view });
    },
  },
};
