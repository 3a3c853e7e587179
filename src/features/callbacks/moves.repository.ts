import { sql, type RawBuilder } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import type { ClosedReason, EscalatedTo } from './callbacks.model.ts';

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
const toWindow = ({ windowName, startsAt, endsAt }: NextWindow) =>
  sql`state = 'waiting', window_name = ${windowName}, window_starts_at = ${startsAt}, window_ends_at = ${endsAt},
      ready_at = null, claimed_by = null, claim_expires_at = null, epoch = epoch + 1, version = version + 1`;
const toClosed = (reason: ClosedReason) =>
  sql`state = 'closed', closed_reason = ${reason}, claimed_by = null, claim_expires_at = null, version = version + 1`;

/** Has a claimed callback dialled. False unless this person holds it and the lease runs. */
export function dial(db: Queryable, holder: HeldCallback): Promise<boolean> {
  return moved(
    db,
    sql`state = 'dialing', version = version + 1`,
    sql`${held(holder)} and state = 'claimed' and claim_expires_at > ${holder.now}`,
  );
}

/** Lets a callback wait for its next attempt. False unless this person holds it. */
export function retry(db: Queryable, holder: HeldCallback, next: NextWindow): Promise<boolean> {
  return moved(db, toWindow(next), sql`${held(holder)} and ${inHand(holder)}`);
}

/** Closes a callback whose attempt settled it. False unless this person holds it. */
export function finish(db: Queryable, holder: HeldCallback, reason: ClosedReason): Promise<boolean> {
  return moved(db, toClosed(reason), sql`${held(holder)} and ${inHand(holder)}`);
}

/** Moves an open callback to another window, out of any hands. False while its phones ring. */
export function move(db: Queryable, read: ReadCallback, next: NextWindow): Promise<boolean> {
  return moved(db, toWindow(next), sql`${asRead(read)} and state in ('waiting', 'ready', 'claimed')`);
}

/** Closes an open callback that is no longer wanted. */
export function cancel(db: Queryable, read: ReadCallback): Promise<boolean> {
  return moved(db, toClosed('cancelled'), sql`${asRead(read)} and state <> 'closed'`);
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
