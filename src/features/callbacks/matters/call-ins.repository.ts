import { sql } from 'kysely';
import type { Queryable, Tx } from '../../../platform/db/database.ts';

/** An attempt to put a caller with an appointment through to an officer. */
export interface CallIn {
  readonly id: string;
  readonly callback_id: string;
  readonly case_number: string;
  readonly staff_id: string;
  readonly line_id: string;
  readonly started_at: Date;
  readonly joined_at: Date | null;
}

const read = sql`
  select a.id, a.callback_id, k.number as case_number, a.staff_id, c.line_id, a.started_at, a.joined_at
    from callback_attempts a join calls c on c.id = a.call_id join callbacks b on b.id = a.callback_id
         join cases k on k.id = b.case_id
   where a.kind = 'call_in' and a.ended_at is null`;

/** Begins such an attempt: a row before the officer's telephone rings. */
export async function insertCallIn(
  tx: Tx,
  row: {
    readonly id: string;
    readonly callbackId: string;
    readonly callId: string;
    readonly number: number;
    readonly epoch: number;
    readonly staffId: string;
    readonly requestKey: string;
    readonly now: Date;
  },
): Promise<void> {
  await sql`
    insert into callback_attempts (id, callback_id, call_id, number, epoch, staff_id, kind, started_at, request_key)
    values (${row.id}, ${row.callbackId}, ${row.callId}, ${row.number}, ${row.epoch}, ${row.staffId}, 'call_in',
            ${row.now}, ${row.requestKey})`.execute(tx);
}

/** The attempt of a call that has not ended. */
export async function readOpenCallIn(db: Queryable, callId: string): Promise<CallIn | undefined> {
  const { rows } =
    await sql<CallIn>`${read} and a.call_id = ${callId} order by a.number desc limit 1`.execute(db);
  return rows[0];
}

/** An attempt by its id, as long as it has not ended. */
export async function readCallIn(db: Queryable, attemptId: string): Promise<CallIn | undefined> {
  const { rows } = await sql<CallIn>`${read} and a.id = ${attemptId}`.execute(db);
  return rows[0];
}

/** Notes that the officer has taken the call. */
export async function noteJoined(db: Queryable, attemptId: string, now: Date): Promise<void> {
  await sql`update callback_attempts set joined_at = ${now}
             where id = ${attemptId} and kind = 'call_in' and ended_at is null and joined_at is null`.execute(
    db,
  );
}

/** Ends an attempt once. False when it had ended. */
export async function endCallIn(
  tx: Tx,
  end: { readonly attemptId: string; readonly outcome: 'reached' | 'officer_absent'; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update callback_attempts
       set ended_at = ${end.now}, outcome = ${end.outcome},
           closed_reason = case when ${end.outcome}::text = 'reached' then 'reached' end
     where id = ${end.attemptId} and kind = 'call_in' and ended_at is null
    returning id`.execute(tx);
  return rows.length === 1;
}

/**
 * Closes an appointment, whoever has it in hand: the caller has talked with an officer, or has not called. False when
 * it was closed.
 */
export async function closeAppointment(
  tx: Tx,
  close: { readonly callbackId: string; readonly reason: 'reached' | 'unreached'; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update callbacks set state = 'closed', closed_reason = ${close.reason}, closed_at = ${close.now},
           claimed_by = null, claim_expires_at = null, version = version + 1
     where id = ${close.callbackId} and way = 'call_in' and state <> 'closed'
    returning id`.execute(tx);
  return rows.length === 1;
}

/** Ids of the officers of an office. */
export async function listOfficers(db: Queryable, officeId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from staff where 'officer' = any(roles) and ${officeId} = any(office_ids) order by id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Of these officers, the ones whose telephones we have engaged. */
export async function listEngaged(db: Queryable, staffIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ staff_id: string }>`
    select distinct staff_id from callback_attempts
     where ended_at is null and staff_id = any(${staffIds}::uuid[])`.execute(db);
  return rows.map((row) => row.staff_id);
}

/** Ids of calls that have ended, though an attempt to put them through has not: its webhook was lost. */
export async function listLostCallIns(db: Queryable, limit: number): Promise<{ call_id: string }[]> {
  const { rows } = await sql<{ call_id: string }>`
    select a.call_id from callback_attempts a join calls c on c.id = a.call_id
     where a.kind = 'call_in' and a.ended_at is null and c.status = 'ended'
     order by a.started_at limit ${limit}`.execute(db);
  return rows;
}

/** An open appointment whose window has passed. */
export interface PassedAppointment {
  readonly id: string;
  readonly office_id: string;
  readonly window_ends_at: Date;
  /** The caller did call, and no officer answered. */
  readonly was_tried: boolean;
}

export async function listPassedAppointments(
  db: Queryable,
  endedBefore: Date,
  limit: number,
): Promise<PassedAppointment[]> {
  const { rows } = await sql<PassedAppointment>`
    select b.id, b.office_id, b.window_ends_at,
           exists (select from callback_attempts a where a.callback_id = b.id and a.kind = 'call_in') as was_tried
      from callbacks b
     where b.way = 'call_in' and b.state <> 'closed' and b.window_ends_at < ${endedBefore}
     order by b.window_ends_at, b.id limit ${limit}`.execute(db);
  return rows;
}
