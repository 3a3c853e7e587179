import { sql } from 'kysely';
import type { Queryable, Tx } from '../../../platform/db/database.ts';
import type { OutgoingStatus, TextOutcome, TextStatus } from './texts.model.ts';

export interface TextRow {
  readonly id: string;
  readonly callback_id: string;
  readonly direction: 'out' | 'in';
  readonly staff_id: string | null;
  readonly staff_name: string | null;
  readonly body_sealed: Buffer;
  readonly at: Date;
  readonly status: TextStatus;
  readonly provider_code: number | null;
}

const shown = sql`
  t.id, t.callback_id, t.direction, t.staff_id, s.display_name as staff_name, t.body_sealed, t.at, t.status,
  t.provider_code`;

/** The texts with one caller, oldest first; the last `limit` of them. */
export async function listTexts(db: Queryable, callbackId: string, limit: number): Promise<TextRow[]> {
  const { rows } = await sql<TextRow>`
    select ${shown} from callback_texts t left join staff s on s.id = t.staff_id
     where t.callback_id = ${callbackId} order by t.at desc, t.id desc limit ${limit}`.execute(db);
  return rows.toReversed();
}

export async function readText(db: Queryable, textId: string): Promise<TextRow | undefined> {
  const { rows } = await sql<TextRow>`
    select ${shown} from callback_texts t left join staff s on s.id = t.staff_id where t.id = ${textId}`.execute(
    db,
  );
  return rows[0];
}

/**
 * What a person asked for under a request key: a text, or another attempt, whose `text_id` is null. A text that opens
 * an attempt has its key.
 */
export async function findTextRequest(
  tx: Tx,
  asked: { readonly callbackId: string; readonly staffId: string; readonly requestKey: string },
): Promise<{ text_id: string | null; epoch: number } | undefined> {
  const { rows } = await sql<{ text_id: string | null; epoch: number }>`
    select t.id as text_id, a.epoch from callback_texts t join callback_attempts a on a.id = t.attempt_id
     where t.callback_id = ${asked.callbackId} and t.staff_id = ${asked.staffId} and t.request_key = ${asked.requestKey}
     union all
    select null, epoch from callback_attempts
     where callback_id = ${asked.callbackId} and staff_id = ${asked.staffId} and request_key = ${asked.requestKey}
     order by text_id nulls last limit 1`.execute(tx);
  return rows[0];
}

/** Writes how far an attempt to write has come, and what followed from it. */
export async function saveTextAttempt(
  tx: Tx,
  row: {
    readonly id: string;
    /** When the provider took the text: it counts as a try from then on. */
    readonly sentAt: Date | null;
    readonly outcome: TextOutcome | null;
    readonly now: Date;
  },
): Promise<void> {
  await sql`
    update callback_attempts
       set caller_rung_at = ${row.sentAt}, outcome = ${row.outcome},
           ended_at = case when outcome is not distinct from ${row.outcome} then ended_at else ${row.now} end
     where id = ${row.id}`.execute(tx);
}

export interface TextAttempt {
  readonly id: string;
  readonly staff_id: string;
  readonly epoch: number;
  readonly sent_at: Date | null;
  readonly outcome: TextOutcome | null;
  /** The person has written since it began. */
  readonly answered: boolean;
}

/** The attempt to write that an epoch of a callback was claimed for, if there is one. */
export async function readTextAttempt(
  tx: Tx,
  callbackId: string,
  epoch: number,
): Promise<TextAttempt | undefined> {
  const { rows } = await sql<TextAttempt>`
    select a.id, a.staff_id, a.epoch, a.caller_rung_at as sent_at, a.outcome,
           exists (select from callback_texts t where t.callback_id = a.callback_id and t.direction = 'in'
                                                  and t.at >= a.started_at) as answered
      from callback_attempts a
     where a.callback_id = ${callbackId} and a.epoch = ${epoch} and a.kind = 'text'
     order by a.number desc limit 1`.execute(tx);
  return rows[0];
}

/** Plans a text. Its words are sealed under the case's key, for the place `callback_texts.body_sealed` of this id. */
export async function insertText(
  tx: Tx,
  row: {
    readonly id: string;
    readonly callbackId: string;
    readonly attemptId: string;
    readonly opens: boolean;
    readonly staffId: string;
    readonly requestKey: string;
    readonly from: string;
    readonly body: Buffer;
    readonly now: Date;
  },
): Promise<void> {
  await sql`
    insert into callback_texts (id, callback_id, attempt_id, direction, opens, staff_id, request_key, from_number,
                                body_sealed, at, status)
    values (${row.id}, ${row.callbackId}, ${row.attemptId}, 'out', ${row.opens}, ${row.staffId}, ${row.requestKey},
            ${row.from}, ${row.body}, ${row.now}, 'planned')`.execute(tx);
}

/** A text of ours with what it takes to send it, to look for it, and to follow what becomes of it. */
export interface OutgoingRow {
  readonly id: string;
  readonly callback_id: string;
  readonly attempt_id: string;
  readonly opens: boolean;
  readonly from_number: string;
  readonly body_sealed: Buffer;
  readonly at: Date;
  readonly asked_at: Date | null;
  readonly provider_sid: string | null;
  readonly status: OutgoingStatus;
  readonly provider_code: number | null;
  readonly epoch: number;
  readonly case_id: string;
  readonly number_sealed: Buffer;
}

const outgoing = sql`
  t.id, t.callback_id, t.attempt_id, t.opens, t.from_number, t.body_sealed, t.at, t.asked_at, t.provider_sid, t.status,
  t.provider_code, a.epoch, b.case_id, b.number_sealed`;
const ofCallback = sql`
  callback_texts t join callback_attempts a on a.id = t.attempt_id join callbacks b on b.id = t.callback_id`;

export async function readOutgoing(db: Queryable, textId: string): Promise<OutgoingRow | undefined> {
  const { rows } = await sql<OutgoingRow>`
    select ${outgoing} from ${ofCallback} where t.id = ${textId} and t.direction = 'out'`.execute(db);
  return rows[0];
}

/** The same, with its callback held until the transaction ends: all that is told of it is taken one after the other. */
export async function lockOutgoing(tx: Tx, textId: string): Promise<OutgoingRow | undefined> {
  await sql`
    select b.id from callbacks b join callback_texts t on t.callback_id = b.id where t.id = ${textId}
       for update of b`.execute(tx);
  return readOutgoing(tx, textId);
}

/**
 * The claim on sending this text, made once and before the provider is asked: the last look at the lease. False when
 * it was made before, or the callback is no longer in this officer's hands.
 */
export async function askText(db: Queryable, textId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update callback_texts t set status = 'asked', asked_at = ${now}
      from callback_attempts a join callbacks b on b.id = a.callback_id
     where t.id = ${textId} and a.id = t.attempt_id and t.status = 'planned'
       and b.state = 'dialing' and b.epoch = a.epoch and b.claimed_by = a.staff_id
    returning t.id`.execute(db);
  return rows.length === 1;
}

/** Takes the claim back, where the provider has surely not taken the request. */
export async function unaskText(db: Queryable, textId: string): Promise<void> {
  await sql`
    update callback_texts set status = 'planned', asked_at = null
     where id = ${textId} and status = 'asked' and provider_sid is null`.execute(db);
}

export async function saveText(
  tx: Tx,
  row: {
    readonly id: string;
    readonly status: OutgoingStatus;
    readonly providerSid: string | null;
    readonly providerCode: number | null;
  },
): Promise<void> {
  await sql`
    update callback_texts
       set status = ${row.status}, provider_sid = ${row.providerSid}, provider_code = ${row.providerCode}
     where id = ${row.id}`.execute(tx);
}

/** Ids of texts that were planned before an instant and that nobody has asked the provider for, oldest first. */
export async function listPlanned(db: Queryable, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from callback_texts where status = 'planned' and at <= ${before} order by at, id limit ${limit}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Texts that the provider was asked for between two instants, and of which it has not told how they went. */
export async function listUntold(
  db: Queryable,
  asked: { readonly after: Date; readonly before: Date },
  limit: number,
): Promise<OutgoingRow[]> {
  const { rows } = await sql<OutgoingRow>`
    select ${outgoing} from ${ofCallback}
     where t.status in ('asked', 'queued') and t.at > ${asked.after} and t.asked_at <= ${asked.before}
     order by t.at, t.id limit ${limit}`.execute(db);
  return rows;
}

/** Those of some of the provider's ids that are known to belong to a text. */
export async function listKnownSids(db: Queryable, providerSids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ provider_sid: string }>`
    select provider_sid from callback_texts where provider_sid = any(${providerSids}::text[])`.execute(db);
  return rows.map((row) => row.provider_sid);
}

/** Callbacks that wait for an answer although their window has passed, longest ago first. */
export async function listUnanswered(db: Queryable, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from callbacks
     where state = 'dialing' and contact = 'text' and window_ends_at <= ${now}
     order by window_ends_at limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}
