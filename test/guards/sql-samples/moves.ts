import * as repository from '../../../src/features/callbacks/moves.repository.ts';
import { id, now, type SqlSamples } from './sample.ts';

const holder = { callbackId: id, staffId: id, epoch: 1, now };
const read = { callbackId: id, version: 1 };
const next = { windowName: 'any', startsAt: now, endsAt: now };

export const moves: SqlSamples = {
  makeReady: { call: (tx) => repository.makeReady(tx, id, now) },
  makeOverdueReady: { call: (tx) => repository.makeOverdueReady(tx, now, now, 500) },
  claim: { call: (tx) => repository.claim(tx, read, { staffId: id, now }) },
  release: { call: (tx) => repository.release(tx, holder) },
  renew: { call: (tx) => repository.renew(tx, holder) },
  lapse: { call: (tx) => repository.lapse(tx, now, 500) },
  dial: { call: (tx) => repository.dial(tx, holder) },
  hangUp: { call: (tx) => repository.hangUp(tx, holder) },
  judge: { call: (tx) => repository.judge(tx, id, { reason: 'safety_stop', now }) },
  retry: { call: (tx) => repository.retry(tx, holder, next) },
  finish: { call: (tx) => repository.finish(tx, holder, 'reached') },
  reschedule: { call: (tx) => repository.reschedule(tx, holder, next) },
  move: { call: (tx) => repository.move(tx, read, next) },
  cancel: { call: (tx) => repository.cancel(tx, read, now) },
  escalate: { call: (tx) => repository.escalate(tx, read, { level: 'supervisor', now }) },
};
