import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideCallback, type CallbackStanding } from '../../../src/features/callbacks/callbacks.model.ts';
import * as queue from '../../../src/features/callbacks/callbacks.repository.ts';
import * as moves from '../../../src/features/callbacks/moves.repository.ts';
import { createDatabase, type Database } from '../../../src/platform/db/database.ts';
import { details } from '../../support/details.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { memoryLog } from '../../support/log.ts';
import { rowsOf } from '../../support/rows.ts';
import { begins, firstStanding, nextWindowMs, stepsOf, walk, type Met } from './random-officers.ts';

describe('any commands of several officers', () => {
  it('leave one holder at most, never take an epoch back, and never open what is closed', () => {
    fc.assert(
      fc.property(stepsOf(['a', 'b', 'c']), (steps) => walk(steps).forEach(expectInvariants)),
      { numRuns: 1000 },
    );
  });
});

function expectInvariants({ step, before, decision, after, now, remembered }: Met) {
  const changed = decision.ok && step.event !== 'renew';
  expect(after.version).toBe(before.version + (changed ? 1 : 0));
  expect(after.epoch).toBeGreaterThanOrEqual(before.epoch);
  if (before.state === 'closed') expect(after).toEqual(before);
  expect(after.claimedBy !== null).toBe(['claimed', 'dialing'].includes(after.state));
  // Hands change through a claim of what nobody held, under an epoch of its own.
  if (after.claimedBy !== null && after.claimedBy !== before.claimedBy) {
    expect(before.claimedBy).toBeNull();
    expect(after.epoch).toBeGreaterThan(before.epoch);
  }
  const holders = [...remembered].filter(
    ([by, epoch]) => decideCallback(after, { event: 'finish', by, epoch }, now).ok,
  );
  expect(holders.length).toBeLessThanOrEqual(1);
}

describe('the guarded SQL', () => {
  let hotline: Hotline;
  let database: Database;
  let callbackId = '';
  let officers: string[] = [];
  beforeAll(async () => {
    hotline = await startHotline({ worker: false });
    await hotline.call([...details('own_words', { zip: '90012' }), { silence: true }]);
    const { url } = hotline.database;
    const [row] = await rowsOf<{ id: string }>(url, 'select id from callbacks');
    callbackId = row?.id ?? '';
    officers = (await rowsOf<{ id: string }>(url, 'select id from staff order by id limit 3')).map(
      ({ id }) => id,
    );
    database = createDatabase({ url: hotline.database.apiUrl, role: 'hotline_api', log: memoryLog() });
  });
  afterAll(async () => {
    await database.close();
    await hotline.stop();
  });

  /** The same command as the model met, given to the repository. */
  function send({ step, command, now }: Met): Promise<boolean> {
    const { db } = database;
    const next = {
      windowName: 'any',
      startsAt: new Date(now.getTime() + nextWindowMs),
      endsAt: new Date(now.getTime() + 2 * nextWindowMs),
    };
    switch (command.event) {
      case 'make_ready':
        return moves.makeReady(db, callbackId, now);
      case 'lapse':
        return moves.lapse(db, now, 10).then((count) => count === 1);
      case 'claim':
        return moves.claim(db, { callbackId, version: command.version }, { staffId: step.officer, now });
      case 'move':
        return moves.move(db, { callbackId, version: command.version }, next);
      case 'cancel':
        return moves.cancel(db, { callbackId, version: command.version }, now);
      case 'escalate':
        return moves.escalate(db, { callbackId, version: command.version }, { level: 'supervisor', now });
      case 'release':
        return moves.release(db, { callbackId, staffId: command.by, epoch: command.epoch, now });
      case 'renew':
        return moves.renew(db, { callbackId, staffId: command.by, epoch: command.epoch, now });
      case 'reschedule':
        return moves.reschedule(db, { callbackId, staffId: command.by, epoch: command.epoch, now }, next);
      case 'dial':
        return moves.dial(db, { callbackId, staffId: command.by, epoch: command.epoch, now });
      case 'hang_up':
        return moves.hangUp(db, { callbackId, staffId: command.by, epoch: command.epoch, now });
      case 'retry':
        return moves.retry(db, { callbackId, staffId: command.by, epoch: command.epoch, now }, next);
      case 'finish':
        return moves.finish(db, { callbackId, staffId: command.by, epoch: command.epoch, now }, 'reached');
    }
  }

  async function stands(): Promise<CallbackStanding | undefined> {
    const row = await queue.readCallback(database.db, callbackId);
    return (
      row && {
        state: row.state,
        dueAt: row.window_starts_at,
        claimedBy: row.claimed_by,
        epoch: row.epoch,
        version: row.version,
        claimExpiresAt: row.claim_expires_at,
      }
    );
  }

  const reset = () =>
    rowsOf(
      hotline.database.url,
      `update callbacks set state = 'waiting', closed_reason = null, escalated_to = null, escalated_at = null, claimed_by = null,
              claim_expires_at = null, epoch = ${firstStanding.epoch}, version = ${firstStanding.version},
              window_starts_at = '${begins.toISOString()}', window_ends_at = '2026-03-03T18:00:00Z'`,
    );

  it('moves a callback where the table moves it, and nowhere else', async () => {
    expect(officers).toHaveLength(3);
    await fc.assert(
      fc.asyncProperty(stepsOf(officers), async (steps) => {
        await reset();
        for (const met of walk(steps)) {
          expect(await send(met), met.step.event).toBe(met.decision.ok);
          expect(await stands(), met.step.event).toEqual(met.after);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
