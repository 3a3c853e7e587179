import * as repository from '../../../src/features/callbacks/timeline.repository.ts';
import { bytes, id, now, type SqlSamples } from './sample.ts';

export const timeline: SqlSamples = {
  insertEvents: {
    call: (tx) =>
      repository.insertEvents(tx, [
        { callbackId: id, at: now, kind: 'claimed', staffId: id, note: { id, sealed: bytes } },
      ]),
  },
  /** The body of a CTE. */
  eventsCte: { call: (tx) => repository.eventsCte('moved', 'claimed', now).execute(tx) },
  listLapsed: { call: (tx) => repository.listLapsed(tx, { staffId: id, since: now, limit: 50 }) },
  listEvents: { call: (tx) => repository.listEvents(tx, id, 200) },
};
