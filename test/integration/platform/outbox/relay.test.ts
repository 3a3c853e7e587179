import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appError } from '../../../../src/kernel/errors.ts';
import { claimOutbox, insertOutbox } from '../../../../src/platform/outbox/outbox.repository.ts';
import { gate, outboxFixture } from './outbox-fixture.ts';

let fixture: Awaited<ReturnType<typeof outboxFixture>>;
beforeAll(async () => {
  fixture = await outboxFixture();
});
beforeEach(() => fixture.empty());
afterAll(() => fixture.close());

const minute = 60_000;

describe('a relay', () => {
  it('delivers each event once, with its id, topic, key and payload', async () => {
    await fixture.emit(3);
    const seen: unknown[] = [];
    const relay = fixture.relay(async (event) => void seen.push(event));
    expect(await relay.drain()).toBe(3);
    expect(await relay.drain()).toBe(0);
    expect(seen).toHaveLength(3);
    expect(seen[0]).toMatchObject({
      topic: 'callbacks.promised',
      key: expect.any(String),
      id: expect.any(String),
    });
    expect(await fixture.rows()).toMatchObject(
      Array.from({ length: 3 }, () => ({ delivered: true, attempts: 1, error_code: null })),
    );
  });

  it('delivers again, with the same id, what another relay delivered and died before it could say so', async () => {
    await fixture.emit(1);
    const [unmarked] = await claimOutbox(fixture.db, { now: fixture.clock.now(), limit: 1, leaseMs: minute });
    const seen: string[] = [];
    const relay = fixture.relay(async ({ id }) => void seen.push(id));
    expect(await relay.drain()).toBe(0);
    fixture.clock.advance(minute);
    expect(await relay.drain()).toBe(1);
    expect(seen).toEqual([unmarked?.id]);
  });

  it('that comes back after its lease settles nothing, and says so', async () => {
    await fixture.emit(1);
    const { opened, open } = gate();
    const begun = gate();
    const late = fixture.relay(
      async () => {
        begun.open();
        await opened;
        throw new Error('and it failed as well');
      },
      { leaseMs: minute },
    );
    const lateRun = late.drain();
    await begun.opened;
    fixture.clock.advance(minute);
    expect(await fixture.relay(async () => {}).drain()).toBe(1);
    open();
    expect(await lateRun).toBe(0);
    expect(await fixture.rows()).toMatchObject([
      { delivered: true, failed: false, epoch: 2, error_code: null },
    ]);
    expect(fixture.log.lines.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('a lease lapsed'),
    );
  });

  it('gives up on a delivery that outlasts its lease', async () => {
    await fixture.emit(1);
    await fixture.relay(() => new Promise(() => {}), { leaseMs: 30 }).drain();
    expect(await fixture.rows()).toMatchObject([{ delivered: false, error_code: 'outbox.delivery_late' }]);
  });
});

describe('six relays at once', () => {
  it('deliver 600 events, each exactly once', async () => {
    await fixture.emit(600);
    const seen: string[] = [];
    const relays = Array.from({ length: 6 }, () =>
      fixture.relay(async ({ id }) => void seen.push(id), { batch: 20 }),
    );
    const counts = await Promise.all(relays.map((relay) => relay.drain()));
    expect(counts.reduce((sum, count) => sum + count)).toBe(600);
    expect([seen.length, new Set(seen).size]).toEqual([600, 600]);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(1);
  });
});

describe('an event that cannot be delivered', () => {
  it('is tried again ever later, and ends with its code and a line for a person', async () => {
    await fixture.emit(1);
    const relay = fixture.relay(() => Promise.reject(new Error('no')), { maxAttempts: 4 });
    const waits: number[] = [];
    for (let waited = 0; !(await fixture.rows())[0]?.failed; waited += 1) {
      const { attempts: before = 0 } = (await fixture.rows())[0] ?? {};
      await relay.drain();
      if ((await fixture.rows())[0]?.attempts !== before) {
        waits.push(waited);
        waited = 0;
      }
      fixture.clock.advance(1000);
    }
    expect(waits).toEqual([0, 1, 2, 4]);
    expect(await fixture.rows()).toMatchObject([
      { failed: true, attempts: 4, error_code: 'internal.unexpected' },
    ]);
    expect(fixture.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    fixture.clock.advance(86_400_000);
    expect(await relay.drain()).toBe(0);
  });

  it('does not end because of an outage, however long', async () => {
    await fixture.emit(1);
    let away = true;
    const relay = fixture.relay(
      async () => {
        if (away) throw appError('jobs.queue_unavailable');
      },
      { maxAttempts: 2 },
    );
    for (let tries = 0; tries < 20; tries += 1) {
      await relay.drain();
      fixture.clock.advance(1000);
    }
    expect(await fixture.rows()).toMatchObject([
      { failed: false, attempts: 0, epoch: 20, error_code: 'jobs.queue_unavailable' },
    ]);
    away = false;
    expect(await relay.drain()).toBe(1);
  });

  it('ends although it kills its relay each time', async () => {
    await fixture.emit(1);
    for (let deaths = 0; deaths < 3; deaths += 1) {
      await claimOutbox(fixture.db, { now: fixture.clock.now(), limit: 1, leaseMs: minute });
      fixture.clock.advance(minute);
    }
    const seen: string[] = [];
    await fixture.relay(async ({ id }) => void seen.push(id), { maxAttempts: 3 }).drain();
    expect(seen).toEqual([]);
    expect(await fixture.rows()).toMatchObject([{ failed: true, error_code: 'outbox.attempts_exhausted' }]);
  });

  it('keeps its code when its topic or payload fits no consumer', async () => {
    const { db, clock, event, rows } = fixture;
    await insertOutbox(db, [{ ...event(), topic: 'calls.unheard-of' }], clock.now());
    await insertOutbox(db, [{ ...event(), payload: { callbackId: 'not_an_id' } }], clock.now());
    await fixture.relay(async () => {}).drain();
    expect((await rows()).map(({ error_code }) => error_code)).toEqual([
      'outbox.consumer_missing',
      'outbox.payload_invalid',
    ]);
  });

  it('does not keep the others of its batch from being delivered', async () => {
    await fixture.emit(10);
    let turn = 0;
    const relay = fixture.relay(async () => {
      turn += 1;
      if (turn === 4) throw new Error('no');
    });
    expect(await relay.drain()).toBe(9);
  });
});

describe('a relay that runs', () => {
  it('delivers what is written while it rests, as soon as it is woken, and ends its batch before it stops', async () => {
    const delivered = gate();
    const relay = fixture.relay(
      async () => {
        delivered.open();
        await sql`select pg_sleep(0.05)`.execute(fixture.db);
      },
      { pollMs: 3_600_000 },
    );
    relay.start();
    relay.start();
    await fixture.emit(1);
    relay.wake();
    await delivered.opened;
    await relay.stop();
    expect(await fixture.rows()).toMatchObject([{ delivered: true, attempts: 1 }]);
  });

  it('goes on after Postgres was away', async () => {
    const delivered = gate();
    const relay = fixture.relay(async () => delivered.open(), { pollMs: 5 });
    relay.start();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and usename = current_user and datname = current_database()`
      .execute(fixture.db)
      .catch(() => {});
    await insertOutbox(fixture.db, [fixture.event()], fixture.clock.now()).catch(() => fixture.emit(1));
    await delivered.opened;
    await relay.stop();
  });

  it('stops at once when nothing is due', async () => {
    const relay = fixture.relay(async () => {}, { pollMs: 3_600_000 });
    relay.start();
    await relay.stop();
  });
});
