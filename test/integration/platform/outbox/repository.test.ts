import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxEvent } from '../../../../src/platform/outbox/outbox.port.ts';
import {
  claimOutbox,
  insertOutbox,
  markDelivered,
  outboxBacklog,
  outboxCte,
} from '../../../../src/platform/outbox/outbox.repository.ts';
import { createOutboxPrune } from '../../../../src/platform/outbox/prune.ts';
import { outboxFixture } from './outbox-fixture.ts';

let fixture: Awaited<ReturnType<typeof outboxFixture>>;
beforeAll(async () => {
  fixture = await outboxFixture();
});
beforeEach(() => fixture.empty());
afterAll(() => fixture.close());

const refusalOf = (payload: OutboxEvent['payload']) =>
  insertOutbox(fixture.db, [{ ...fixture.event(), payload }], fixture.clock.now()).then(
    () => 'accepted',
    (error: { code?: string }) => error.code,
  );

describe('an event', () => {
  it('is written with the change that it follows from, in one statement', async () => {
    const { db, clock, event, rows } = fixture;
    const emit = (matches: boolean, events: OutboxEvent[]) =>
      sql`with moved as (select where ${matches}::boolean),
               emitted as (${outboxCte(events, clock.now(), 'moved')})
          select 1`.execute(db);
    await emit(false, [event(), event()]);
    expect(await rows()).toHaveLength(0);
    await emit(true, []);
    expect(await rows()).toHaveLength(0);
    await emit(true, [event(), event()]);
    expect(await rows()).toHaveLength(2);
  });

  it('is written once, however many rows its change touched', async () => {
    const { db, clock, event, rows } = fixture;
    await sql`with moved as (select from generate_series(1, 5)),
                   emitted as (${outboxCte([event()], clock.now(), 'moved')})
              select 1`.execute(db);
    expect(await rows()).toHaveLength(1);
  });

  it('is refused when it carries more than ids and codes, or more than 2 kB', async () => {
    expect(await refusalOf({ note: 'call my sister' })).toBe('outbox.payload_invalid');
    expect(await refusalOf({ number: '+18005550199' })).toBe('outbox.payload_invalid');
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`code${at}`, 'x'.repeat(60)]));
    expect(await refusalOf(many)).toBe('outbox.payload_invalid');
    expect(await refusalOf({ outcome: 'no_answer', attempt: 2 })).toBe('accepted');
  });
});

describe('a claim', () => {
  it('takes what is due, oldest first, and no more than asked for', async () => {
    const { db, clock, emit } = fixture;
    await emit(5);
    const first = await claimOutbox(db, { now: clock.now(), limit: 3, leaseMs: 1000 });
    const rest = await claimOutbox(db, { now: clock.now(), limit: 10, leaseMs: 1000 });
    const order = [...first, ...rest].map(({ id }) => Number(id));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect([first.length, rest.length]).toEqual([3, 2]);
  });

  it('can be taken over when its lease has lapsed, and then its first holder settles nothing', async () => {
    const { db, clock, emit } = fixture;
    await emit(1);
    const claim = () => claimOutbox(db, { now: clock.now(), limit: 1, leaseMs: 1000 });
    const first = await claim();
    expect(await claim()).toEqual([]);
    clock.advance(1000);
    const second = await claim();
    expect([first[0]?.epoch, second[0]?.epoch]).toEqual([1, 2]);
    expect(await markDelivered(db, first, clock.now())).toBe(0);
    expect(await markDelivered(db, second, clock.now())).toBe(1);
    expect(await markDelivered(db, second, clock.now())).toBe(0);
  });

  it('reads the index of what is pending, not the history', async () => {
    const { db, clock, emit } = fixture;
    await emit(5000);
    await sql`update outbox set delivered_at = ${clock.now()}`.execute(db);
    await emit(3);
    const { rows } = await sql<Record<string, string>>`
      explain (analyze, costs off, timing off) select id from outbox
      where delivered_at is null and failed_at is null
        and available_at <= ${clock.now()} and (leased_until is null or leased_until <= ${clock.now()})
      order by available_at, id limit 100 for update skip locked`.execute(db);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('outbox_pending');
    expect(plan).not.toContain('Seq Scan');
  });
});

describe('the backlog', () => {
  it('says how many wait, for how long, and how many have ended without delivery', async () => {
    const { db, clock, emit } = fixture;
    expect(await outboxBacklog(db, clock.now())).toEqual({ pending: 0, oldestSeconds: null, failed: 0 });
    await emit(2);
    clock.advance(90_000);
    await emit(1);
    await sql`update outbox set failed_at = ${clock.now()} where id = (select max(id) from outbox)`.execute(
      db,
    );
    expect(await outboxBacklog(db, clock.now())).toEqual({ pending: 2, oldestSeconds: 90, failed: 1 });
  });
});

describe('pruning', () => {
  it('deletes what was delivered long ago, in any number, and keeps all else', async () => {
    const { db, clock, log, emit, rows } = fixture;
    await emit(1);
    await sql`update outbox set failed_at = ${clock.now()}, error_code = 'old'`.execute(db);
    await emit(1200);
    await sql`update outbox set delivered_at = ${clock.now()} where failed_at is null`.execute(db);
    clock.advance(8 * 86_400_000);
    await emit(2);
    await sql`update outbox set delivered_at = ${clock.now()} where id = (select max(id) from outbox)`.execute(
      db,
    );
    await createOutboxPrune({ db }).run({ clock, log, signal: new AbortController().signal });
    expect(await rows()).toMatchObject([{ failed: true }, { delivered: false }, { delivered: true }]);
  });
});
