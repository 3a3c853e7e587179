import { sql } from 'kysely';
import type { Queryable, Tx } from '../../../platform/db/database.ts';
import type { CallbackState, ClosedReason, VoicemailTerms } from '../callbacks.model.ts';
import type { DialOutcome, Judgement } from './leg.model.ts';

/** A dialled attempt with what its callback says of it. Numbers and the safe word are sealed under the case's key. */
export interface DialRow {
  readonly id: string;
  readonly callback_id: string;
  readonly epoch: number;
  readonly staff_id: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly outcome: DialOutcome | Judgement | null;
  readonly closed_reason: ClosedReason | null;
  readonly number: number;
  readonly caller_rung_at: Date | null;
  readonly joined_at: Date | null;
  readonly case_id: string;
  readonly case_number: string;
  readonly office_id: string;
  /** E.164 of the neutral number that all its legs are rung from. */
  readonly from_number: string;
  readonly state: CallbackState;
  readonly contact: 'voice' | 'relay' | 'text';
  readonly voicemail: VoicemailTerms;
  readonly language: string;
  readonly interpreter: string | null;
  readonly number_sealed: Buffer;
  readonly safe_word_sealed: Buffer | null;
}

/**
 * Holds the callback of a leg until the transaction ends: whatever is told of its legs is taken one after the other.
 * Undefined for a leg that is not ours.
 */
export async function lockByLeg(
  tx: Tx,
  legId: string,
): Promise<{ attempt_id: string; callback_id: string } | undefined> {
  const { rows } = await sql<{ attempt_id: string; callback_id: string }>`
    select l.attempt_id, b.id as callback_id
      from attempt_legs l join callback_attempts a on a.id = l.attempt_id join callbacks b on b.id = a.callback_id
     where l.id = ${legId} for update of b`.execute(tx);
  return rows[0];
}

/** The same for the callback of an attempt. */
export async function lockByAttempt(tx: Tx, attemptId: string): Promise<void> {
  await sql`
    select b.id from callback_attempts a join callbacks b on b.id = a.callback_id
     where a.id = ${attemptId} for update of b`.execute(tx);
}

export async function readDial(db: Queryable, attemptId: string): Promise<DialRow | undefined> {
  const { rows } = await sql<DialRow>`
    select a.id, a.callback_id, a.epoch, a.staff_id, a.started_at, a.ended_at, a.outcome, a.closed_reason, a.number,
           a.caller_rung_at, a.joined_at,
           b.case_id, c.number as case_number, b.office_id, b.state, b.contact, b.voicemail, b.language,
           b.interpreter, b.number_sealed, b.safe_word_sealed, l.from_number
      from callback_attempts a join callbacks b on b.id = a.callback_id join cases c on c.id = b.case_id
           join attempt_legs l on l.attempt_id = a.id and l.party = 'officer'
     where a.id = ${attemptId} and a.kind = 'dial'`.execute(db);
  return rows[0];
}

/** What a person asked for under a request key, dialled or not. */
export async function findRequest(
  tx: Tx,
  asked: { readonly callbackId: string; readonly staffId: string; readonly requestKey: string },
): Promise<{ id: string; kind: string; epoch: number } | undefined> {
  const { rows } = await sql<{ id: string; kind: string; epoch: number }>`
    select id, kind, epoch from callback_attempts
     where callback_id = ${asked.callbackId} and staff_id = ${asked.staffId}
       and request_key = ${asked.requestKey}`.execute(tx);
  return rows[0];
}

/** Whether a person has yet to see to the number of a callback, which the provider would not ring. */
export async function isNumberRefused(db: Queryable, callbackId: string): Promise<boolean> {
  const { rows } = await sql<{ refused: boolean }>`
    select exists (select from work_items where callback_id = ${callbackId} and kind = 'number_refused'
                                            and done_at is null) as refused`.execute(db);
  return rows[0]?.refused ?? false;
}

/** Writes how far a dialled attempt has come. */
export async function saveDial(
  tx: Tx,
  row: {
    readonly id: string;
    readonly callerRungAt: Date | null;
    readonly joinedAt: Date | null;
    readonly endedAt: Date | null;
    readonly outcome: DialOutcome | null;
  },
): Promise<void> {
  await sql`
    update callback_attempts
       set caller_rung_at = ${row.callerRungAt}, joined_at = ${row.joinedAt}, ended_at = ${row.endedAt},
           outcome = ${row.outcome}
     where id = ${row.id}`.execute(tx);
}

/** Writes what followed from an attempt's outcome for its callback. */
export async function saveFollowUp(
  tx: Tx,
  row: {
    readonly attemptId: string;
    readonly closedReason: ClosedReason | null;
    readonly nextStartsAt: Date | null;
    readonly nextEndsAt: Date | null;
  },
): Promise<void> {
  await sql`
    update callback_attempts
       set closed_reason = ${row.closedReason}, next_starts_at = ${row.nextStartsAt}, next_ends_at = ${row.nextEndsAt}
     where id = ${row.attemptId}`.execute(tx);
}

/** The line through which a case came in. */
export async function readLineOf(db: Queryable, caseId: string): Promise<string | undefined> {
  const { rows } = await sql<{ line_id: string }>`select line_id from cases where id = ${caseId}`.execute(db);
  return rows[0]?.line_id;
}

/** Writes what the officer said of a call in which they met the caller. A note that was taken before stays. */
export async function saveJudgement(
  tx: Tx,
  row: { readonly id: string; readonly outcome: Judgement; readonly note: Buffer | null },
): Promise<void> {
  await sql`
    update callback_attempts
       set outcome = ${row.outcome}, closed_reason = ${row.outcome}, note_sealed = coalesce(${row.note}, note_sealed)
     where id = ${row.id}`.execute(tx);
}
