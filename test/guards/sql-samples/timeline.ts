import * as repository from '../../../src/features/callbacks/timeline.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const timeline: SqlSamples = {
  insertEvents: {
    call: (tx) =>
      repository.insertEvents(tx, [
        { callbackId: id, at: now, kind: 'claimed', staffId: id, note: { id, sealed: bytes } },
      ]),
  },
  listEvents: { call: (tx) => repository.listEvents(tx, id, 200) },
};
