import { sql, type RawBuilder } from 'kysely';
import { appError } from '../../kernel/errors.ts';
import type { Queryable } from '../db/database.ts';
import { uncodedFields } from '../payload/coded-payload.ts';
import type { OutboxEvent } from './outbox.port.ts';

/** An event under a relay's lease. `epoch` is the fencing token: only its holder may settle the event. */
export interface ClaimedEvent {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly payload: unknown;
  readonly epoch: number;
  /** Claims so far, this one included. */
  readonly attempts: number;
}

/** Which claim is being settled. */
export type Claim = Pick<ClaimedEvent, 'id' | 'epoch'>;

/** What became of a claim that was not delivered. */
export interface Failure extends Claim {
  readonly code: string;
  /** When to try again; null ends it, and a person must look at it. */
  readonly retryAt: Date | null;
  /** False gives the attempt back: the event is not to blame for an outage. */
  readonly counts: boolean;
}

const maxPayloadBytes = 2048;

/**
 * Writes events: in the transaction of the change that they follow from, or alone.
 *
 * @throws AppError `outbox.payload_invalid` for a payload that is not ids and codes, or over 2 kB
 */
export async function insertOutbox(db: Queryable, events: readonly OutboxEvent[], now: Date): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into outbox (topic, key, payload, created_at, available_at)
    ${eventRows(events, now)}`.execute(db);
}

/**
 * The same as the body of a CTE, for a change and its events in one statement. Nothing is written when `source`,
 * an earlier CTE of the statement, is empty. The text is the same for any number of events, none included, so
 * that a statement that holds it can be prepared.
 *
 * @example
 * sql`with moved as (update calls set turn = turn + 1 where id = ${id} and turn = ${turn} returning id),
 *          emitted as (${outboxCte(events, now, 'moved')})
 *     select id from moved`
 * @throws AppError `outbox.payload_invalid`, as `insertOutbox`
 */
export function outboxCte(events: readonly OutboxEvent[], now: Date, source: string): RawBuilder<unknown> {
  return sql`
    insert into outbox (topic, key, payload, created_at, available_at)
    ${eventRows(events, now)}
    where exists (select from ${sql.table(source)})`;
}

function eventRows(events: readonly OutboxEvent[], now: Date): RawBuilder<unknown> {
  const rows = JSON.stringify(events.map(checked));
  return sql`select topic, key, payload, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as event (topic text, key text, payload jsonb)`;
}

function checked({ topic, key, payload }: OutboxEvent): OutboxEvent {
  const uncoded = uncodedFields({ ...payload, key });
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (uncoded.length === 0 && bytes <= maxPayloadBytes) return { topic, key, payload };
  throw appError('outbox.payload_invalid', { fields: { topic, uncoded, bytes } });
}

/**
 * Takes up to `limit` due events for `leaseMs`, oldest first, skipping those that another relay holds or is
 * just taking. A lapsed lease is taken over under the next epoch.
 */
export async function claimOutbox(
  db: Queryable,
  { now, limit, leaseMs }: { readonly now: Date; readonly limit: number; readonly leaseMs: number },
): Promise<ClaimedEvent[]> {
  const leasedUntil = new Date(now.getTime() + leaseMs);
  const { rows } = await sql<ClaimedEvent>`/* prepared: outbox.claim */
    with due as (
      select id from outbox
      where delivered_at is null and failed_at is null
        and available_at <= ${now} and (leased_until is null or leased_until <= ${now})
      order by available_at, id
      limit ${limit}
      for update skip locked
    ), claimed as (
      update outbox set epoch = epoch + 1, attempts = attempts + 1, leased_until = ${leasedUntil}
      from due where outbox.id = due.id
      returning outbox.id, topic, key, payload, epoch, attempts
    )
    select * from claimed order by id`.execute(db);
  return rows;
}

/** Settles claims as delivered. @returns how many still held their epoch; the others were taken over. */
export async function markDelivered(db: Queryable, claims: readonly Claim[], now: Date): Promise<number> {
  if (claims.length === 0) return 0;
  const { numAffectedRows } = await sql`/* prepared: outbox.mark_delivered */
    update outbox set delivered_at = ${now}, leased_until = null, error_code = null
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as claim (id bigint, epoch integer)
    where outbox.id = claim.id and outbox.epoch = claim.epoch and delivered_at is null`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** Puts claims back for a later try, or ends them. @returns how many still held their epoch. */
export async function markFailed(db: Queryable, failures: readonly Failure[], now: Date): Promise<number> {
  if (failures.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update outbox set
      leased_until = null,
      error_code = failure.code,
      attempts = attempts - case when failure.counts then 0 else 1 end,
      available_at = coalesce(failure."retryAt", available_at),
      failed_at = case when failure."retryAt" is null then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(failures)}::jsonb)
      as failure (id bigint, epoch integer, code text, "retryAt" timestamptz, counts boolean)
    where outbox.id = failure.id and outbox.epoch = failure.epoch and delivered_at is null`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Deletes up to `limit` events that were delivered before `before`, oldest first. It looks only at the oldest
 * delivered ones, so it needs no index of its own. @returns how many were deleted; ask again while it is `limit`.
 */
export async function pruneOutbox(db: Queryable, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with oldest as (
      select id, delivered_at from outbox where delivered_at is not null order by id limit ${limit}
    )
    delete from outbox using oldest where outbox.id = oldest.id and oldest.delivered_at < ${before}`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}

/** What waits and what has ended without delivery: for gauges and alarms. Age in seconds, null when none waits. */
export async function outboxBacklog(
  db: Queryable,
  now: Date,
): Promise<{ readonly pending: number; readonly oldestSeconds: number | null; readonly failed: number }> {
  const { rows } = await sql<{ pending: number; oldest: Date | null; failed: number }>`
    select pending, oldest, failed
    from (
      select count(*)::integer as pending, min(created_at) as oldest
      from outbox where delivered_at is null and failed_at is null
    ) as waiting, (
      select count(*)::integer as failed from outbox where failed_at is not null
    ) as ended`.execute(db);
  const { pending = 0, oldest = null, failed = 0 } = rows[0] ?? {};
  return { pending, failed, oldestSeconds: oldest && Math.max(0, (now.getTime() - oldest.getTime()) / 1000) };
}
