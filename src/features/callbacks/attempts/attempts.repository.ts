import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/database.ts';
import type { ClosedReason } from '../callbacks.model.ts';
import type { AttemptOutcome } from './policy.model.ts';

export interface AttemptRow {
  readonly id: string;
  readonly callback_id: string;
  readonly number: number;
  readonly epoch: number;
  readonly staff_id: string;
  readonly ended_at: Date;
  readonly outcome: AttemptOutcome;
  readonly note_sealed: Buffer | null;
  readonly request_key: string;
  readonly closed_reason: ClosedReason | null;
  readonly next_starts_at: Date | null;
  readonly next_ends_at: Date | null;
}

/** Holds a callback's row until the transaction ends: its attempts are counted and written one after the other. */
export async function lockCallback(tx: Tx, callbackId: string): Promise<void> {
  await sql`select id from callbacks where id = ${callbackId} for update`.execute(tx);
}

export async function countAttempts(tx: Tx, callbackId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from callback_attempts where callback_id = ${callbackId}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** How often the caller's telephone was rung, by hand or dialled: what the policy's attempts are counted by. */
export async function countTries(tx: Tx, callbackId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from callback_attempts
     where callback_id = ${callbackId} and (kind = 'phone' or caller_rung_at is not null)`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** The attempt that this person recorded under a request key, if there is one. */
export async function findAttempt(
  tx: Tx,
  asked: { readonly callbackId: string; readonly staffId: string; readonly requestKey: string },
): Promise<AttemptRow | undefined> {
  const { rows } = await sql<AttemptRow>`
    select id, callback_id, number, epoch, staff_id, ended_at, outcome, note_sealed, request_key, closed_reason,
           next_starts_at, next_ends_at
      from callback_attempts
     where callback_id = ${asked.callbackId} and staff_id = ${asked.staffId}
       and request_key = ${asked.requestKey}`.execute(tx);
  return rows[0];
}

/** Writes an attempt that has ended. One made by hand is known from its end on. */
export async function insertAttempt(tx: Tx, row: AttemptRow): Promise<void> {
  await sql`
    insert into callback_attempts (id, callback_id, number, epoch, staff_id, kind, started_at, ended_at, outcome,
                                   note_sealed, request_key, closed_reason, next_starts_at, next_ends_at)
    values (${row.id}, ${row.callback_id}, ${row.number}, ${row.epoch}, ${row.staff_id}, 'phone', ${row.ended_at},
            ${row.ended_at}, ${row.outcome}, ${row.note_sealed}, ${row.request_key}, ${row.closed_reason},
            ${row.next_starts_at}, ${row.next_ends_at})`.execute(tx);
}

/** Begins an attempt that the office's machinery makes: a row before any phone rings or text is sent. */
export async function beginAttempt(
  tx: Tx,
  row: {
    readonly id: string;
    readonly kind: 'dial' | 'text';
    readonly callbackId: string;
    readonly number: number;
    readonly epoch: number;
    readonly staffId: string;
    readonly requestKey: string;
    readonly now: Date;
  },
): Promise<void> {
  await sql`
    insert into callback_attempts (id, callback_id, number, epoch, staff_id, kind, started_at, request_key)
    values (${row.id}, ${row.callbackId}, ${row.number}, ${row.epoch}, ${row.staffId}, ${row.kind}, ${row.now},
            ${row.requestKey})`.execute(tx);
}
