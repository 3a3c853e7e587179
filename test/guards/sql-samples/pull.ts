import * as repository from '../../../src/features/callbacks/turn/pull.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

export const pull: SqlSamples = {
  pullNext: {
    call: (tx) => repository.pullNext(tx, { staffId: id, officeIds: ['LOS'], commonLanguage: 'en-US', now }),
  },
};
