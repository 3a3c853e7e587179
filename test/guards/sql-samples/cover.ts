import * as repository from '../../../src/features/callbacks/promises/cover.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

const window = { officeId: 'LOS', startsAt: now, endsAt: now, language: 'es-US' };

export const cover: SqlSamples = {
  listWindows: { call: (tx) => repository.listWindows(tx, { now, until: now }) },
  handOver: {
    call: (tx) => repository.handOver(tx, window, { officeId: 'SND', interpreter: null, now, limit: 100 }),
  },
  listUncovered: { call: (tx) => repository.listUncovered(tx, window, { now, limit: 100 }) },
  lockUncovered: { call: (tx) => repository.lockUncovered(tx, { id, version: 1 }) },
  promiseAnew: {
    call: (tx) =>
      repository.promiseAnew(tx, id, { officeId: 'LOS', interpreter: null, startsAt: now, endsAt: now }),
  },
};
