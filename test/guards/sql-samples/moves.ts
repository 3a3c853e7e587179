import * as repository from '../../../src/features/callbacks/moves.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

const holder = { callbackId: id, staffId: id, epoch: 1, now };
const read = { callbackId: id, version: 1 };
const next = { windowName: 'any', startsAt: now, endsAt: now };

export const moves: SqlSamples = {
  dial: { call: (tx) => repository.dial(tx, holder) },
  retry: { call: (tx) => repository.retry(tx, holder, next) },
  finish: { call: (tx) => repository.finish(tx, holder, 'reached') },
  move: { call: (tx) => repository.move(tx, read, next) },
  cancel: { call: (tx) => repository.cancel(tx, read) },
  escalate: { call: (tx) => repository.escalate(tx, read, { level: 'supervisor', now }) },
};
