/** The guarded updates of a callback: each does in one statement what the model's table allows, or nothing. */
import { sql, type RawBuilder } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import { claimLeaseMs, type ClosedReason, type EscalatedTo } from './callbacks.model.ts';
import { eventsCte } from './timeline.repository.ts';

/** Who moves a callback that they hold, under which epoch of their claim, and when. */
export interface HeldCallback {
  readonly callbackId: string;
  readonly staffId: string;
  readonly epoch: number;
  readonly now: Date;
}

/** A callback as somebody read it. Without a version the latest is taken. */
export interface ReadCallback {
  readonly callbackId: string;
  readonly version: number | null;
}

export interface NextWindow {
  readonly windowName: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const held = ({ callbackId, staffId, epoch }: HeldCallback) =>
  sql`id = ${callbackId} and claimed_by = ${staffId} and epoch = ${epoch}`;
const asRead = ({ callbackId, version }: ReadCallback) =>
  sql`id = ${callbackId} and version = coalesce(${version}::int, version)`;
/** An outcome is taken of phones that ring, and of a call made by hand while the lease runs. */
const inHand = ({ now }: HeldCallback) =>
  sql`(state = 'dialing' or (state = 'claimed' and claim_expires_at > ${now}))`;
const leaseFrom = (now: Date) => new Date(now.getTime() + claimLeaseMs);
const toReady = sql`state = 'ready', claimed_by = null, claim_expires_at = null, epoch = epoch + 1, version = version + 1`;
// What was escalated because its window had passed is on time again. What somebody asked for before that stays.
const toWindow = ({ windowName, startsAt, endsAt }: NextWindow) =>
  sql`state = 'waiting', window_name = ${windowName}, window_starts_at = ${startsAt}, window_ends_at = ${endsAt},
      ready_at = null, claimed_by = null, claim_expires_at = null, reminded_at = null,
      escalated_to = case when escalated_at < window_ends_at then escalated_to end,
      escalated_at = case when escalated_at < window_ends_at then escalated_at end,
      epoch = epoch + 1, version = version + 1`;
const toClosed = (reason: ClosedReason, now: Date) =>
  sql`state = 'closed', closed_reason = ${reason}, closed_at = ${now}, claimed_by = null, claim_expires_at = null,
      version = version + 1`;

/** Makes one waiting callback ready once its window has begun. False when it is not due or not waiting. */
export async function makeReady(db: Queryable, callbackId: string, now: Date): Promise<boolean> {
  const due = sql`id = ${callbackId} and state = 'waiting' and window_starts_at <= ${now}`;
  return (await madeReady(db, due, now)) === 1;
}

/** Makes all overdue ones ready, oldest first: what the queue should have done. Answers how many. */
export function makeOverdueReady(db: Queryable, dueBefore: Date, now: Date, limit: number): Promise<number> {
  const overdue = sql`id in (select id from callbacks where state = 'waiting' and window_starts_at <= ${dueBefore}
                              order by window_starts_at limit ${limit} for update skip locked)`;
  return madeReady(db, overdue, now);
}

async function madeReady(db: Queryable, which: RawBuilder<unknown>, now: Date): Promise<number> {
  const { rows } = await sql`/* prepared: callbacks.made_ready */
    with moved as (
      update callbacks set state = 'ready', ready_at = ${now}, version = version + 1 where ${which}
      returning id, null::uuid as staff_id),
    logged as (${eventsCte('moved', 'made_ready', now)})
    select id from moved`.execute(db);
  return rows.length;
}

/** Takes a ready callback under a lease. False when somebody else was first or its version is another. */
export function claim(
  db: Queryable,
  read: ReadCallback,
  by: { readonly staffId: string; readonly now: Date },
): Promise<boolean> {
  const { staffId, now } = by;
  return movedBy(db, {
    set: sql`state = 'claimed', claimed_by = ${staffId}, claim_expires_at = ${leaseFrom(now)},
             epoch = epoch + 1, version = version + 1`,
    where: sql`${asRead(read)} and state = 'ready'`,
    kind: 'claimed',
    ...by,
  });
}

/** Gives a claimed callback back. False unless this person holds it under this epoch. */
export function release(db: Queryable, holder: HeldCallback): Promise<boolean> {
  const { staffId, now } = holder;
  const where = sql`${held(holder)} and state = 'claimed'`;
  return movedBy(db, { set: toReady, where, kind: 'released', staffId, now });
}

/** A guarded update with its event, in one statement. */
async function movedBy(
  db: Queryable,
  move: {
    readonly set: RawBuilder<unknown>;
    readonly where: RawBuilder<unknown>;
    readonly kind: string;
    readonly staffId: string;
    readonly now: Date;
  },
): Promise<boolean> {
  const { rows } = await sql`
    with moved as (
      update callbacks set ${move.set} where ${move.where} returning id, ${move.staffId}::uuid as staff_id),
    logged as (${eventsCte('moved', move.kind, move.now)})
    select id from moved`.execute(db);
  return rows.length === 1;
}

/** Begins the holder's lease anew. Its version stays: for everybody else nothing has changed. */
export function renew(db: Queryable, holder: HeldCallback): Promise<boolean> {
  return moved(
    db,
    sql`claim_expires_at = ${leaseFrom(holder.now)}`,
    sql`${held(holder)} and ${inHand(holder)}`,
  );
}

/**
 * Gives claims back whose lease ran out, longest ago first. Their epoch moves on, so that a late writer is refused, and
 * the event names who held them. Answers how many.
 */
export async function lapse(db: Queryable, now: Date, limit: number): Promise<number> {
  const { rows } = await sql`
    with overdue as (
      select id, claimed_by as staff_id from callbacks where state = 'claimed' and claim_expires_at <= ${now}
       order by claim_expires_at limit ${limit} for update skip locked),
    moved as (
      update callbacks set ${toReady} from overdue where callbacks.id = overdue.id
      returning callbacks.id, overdue.staff_id),
    logged as (${eventsCte('moved', 'lapsed', now)})
    select id from moved`.execute(db);
  return rows.length;
}

/** Has a claimed callback dialled. False unless this person holds it and the lease runs. */
export function dial(db: Queryable, holder: HeldCallback): Promise<boolean> {
  return moved(
    db,
    sql`state = 'dialing', version = version + 1`,
    sql`${held(holder)} and state = 'claimed' and claim_expires_at > ${holder.now}`,
  );
}

/** Gives a callback whose caller was not rung back to the officer who had it dialled, under a lease begun anew. */
export function hangUp(db: Queryable, holder: HeldCallback): Promise<boolean> {
  return moved(
    db,
    sql`state = 'claimed', claim_expires_at = ${leaseFrom(holder.now)}, version = version + 1`,
    sql`${held(holder)} and state = 'dialing'`,
  );
}

/** Says why a callback is closed whose officer met the caller: what came of the call, and whom to ask to look. */
export function judge(
  db: Queryable,
  callbackId: string,
  as: { readonly reason: ClosedReason; readonly now: Date },
): Promise<boolean> {
  const escalates = as.reason === 'safety_stop';
  return moved(
    db,
    sql`closed_reason = ${as.reason}, version = version + 1,
        escalated_to = case when ${escalates} then 'supervisor' else escalated_to end,
        escalated_at = case when ${escalates} then ${as.now}::timestamptz else escalated_at end`,
    sql`id = ${callbackId} and state = 'closed' and closed_reason in ('reached', 'declined', 'wrong_number', 'safety_stop')`,
  );
}

/** Lets a callback wait for its next attempt. False unless this person holds it. */
export function retry(db: Queryable, holder: HeldCallback, next: NextWindow): Promise<boolean> {
  return moved(db, toWindow(next), sql`${held(holder)} and ${inHand(holder)}`);
}

/** Closes a callback whose attempt settled it. False unless this person holds it. */
export function finish(db: Queryable, holder: HeldCallback, reason: ClosedReason): Promise<boolean> {
  return moved(db, toClosed(reason, holder.now), sql`${held(holder)} and ${inHand(holder)}`);
}

/** Moves a callback to a window that its holder agreed with the caller. False unless they hold it and the lease runs. */
export function reschedule(db: Queryable, holder: HeldCallback, next: NextWindow): Promise<boolean> {
  return moved(
    db,
    toWindow(next),
    sql`${held(holder)} and state = 'claimed' and claim_expires_at > ${holder.now}`,
  );
}

/** Moves an open callback to another window, out of any hands. False while its phones ring. */
export function move(db: Queryable, read: ReadCallback, next: NextWindow): Promise<boolean> {
  return moved(db, toWindow(next), sql`${asRead(read)} and state in ('waiting', 'ready', 'claimed')`);
}

/** Closes an open callback that is no longer wanted. */
export function cancel(db: Queryable, read: ReadCallback, now: Date): Promise<boolean> {
  return moved(db, toClosed('cancelled', now), sql`${asRead(read)} and state <> 'closed'`);
}

/** Asks somebody to look at an open callback. It stays where it is. */
export function escalate(
  db: Queryable,
  read: ReadCallback,
  to: { readonly level: EscalatedTo; readonly now: Date },
): Promise<boolean> {
  return moved(
    db,
    sql`escalated_to = ${to.level}, escalated_at = ${to.now}, version = version + 1`,
    sql`${asRead(read)} and state <> 'closed'`,
  );
}

async function moved(db: Queryable, set: RawBuilder<unknown>, where: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql`update callbacks set ${set} where ${where} returning id`.execute(db);
  return rows.length === 1;
}
