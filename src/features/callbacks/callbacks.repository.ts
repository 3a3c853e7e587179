import { sql } from 'kysely';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import type { CallbackState, EscalatedTo, VoicemailTerms } from './callbacks.model.ts';

export interface CallbackRow {
  id: string;
  case_id: string;
  case_number: string;
  call_id: string;
  office_id: string;
  state: CallbackState;
  escalated_to: EscalatedTo | null;
  way: 'ring' | 'call_in';
  contact: 'voice' | 'relay' | 'text';
  voicemail: VoicemailTerms;
  language: string;
  window_name: 'any' | 'morning' | 'afternoon' | 'evening';
  time_zone: string;
  window_starts_at: Date;
  window_ends_at: Date;
  promised_at: Date;
  ready_at: Date | null;
  claimed_by: string | null;
  claimed_by_name: string | null;
  claim_expires_at: Date | null;
  about: string | null;
  interpreter: string | null;
  has_safe_word: boolean;
  reminded_at: Date | null;
  /** Id of the national desk, which works on what was handed to it. */
  desk_id: string | null;
  epoch: number;
  version: number;
}

/** What staff see of a callback. The number stays sealed: officers dial through the office. */
export const listed = sql`
  b.id, b.case_id, c.number as case_number, b.call_id, b.office_id, b.state, b.escalated_to, b.way, b.contact, b.voicemail, b.language,
  b.window_name, b.time_zone, b.window_starts_at, b.window_ends_at, b.promised_at, b.ready_at, b.claimed_by,
  s.display_name as claimed_by_name, b.claim_expires_at, b.about, b.interpreter,
  b.safe_word_sealed is not null as has_safe_word, b.reminded_at,
  (select id from offices where is_national_desk) as desk_id, b.epoch, b.version`;
export const joined = sql`callbacks b join cases c on c.id = b.case_id left join staff s on s.id = b.claimed_by`;

/** One promise at a time per office, so that two callers are not given the same last place. Ends with the transaction. */
export async function lockOfficePromises(tx: Tx, officeId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('callbacks.promise'), hashtext(${officeId}))`.execute(tx);
}

/** The open callback of a case, if it has one. */
export async function readOpenOfCase(
  db: Queryable,
  caseId: string,
): Promise<
  | (Pick<
      CallbackRow,
      'id' | 'office_id' | 'way' | 'window_name' | 'time_zone' | 'window_starts_at' | 'window_ends_at'
    > & { number_sealed: Buffer | null })
  | undefined
> {
  const { rows } = await sql<
    Pick<
      CallbackRow,
      'id' | 'office_id' | 'way' | 'window_name' | 'time_zone' | 'window_starts_at' | 'window_ends_at'
    > & { number_sealed: Buffer | null }
  >`
    select id, office_id, way, window_name, time_zone, window_starts_at, window_ends_at, number_sealed
      from callbacks where case_id = ${caseId} and state <> 'closed'`.execute(db);
  return rows[0];
}

export async function insertCallback(
  tx: Tx,
  row: {
    readonly id: string;
    readonly caseId: string;
    readonly callId: string;
    readonly officeId: string;
    readonly keyId: string;
    readonly way: 'ring' | 'call_in';
    readonly contact: 'voice' | 'relay' | 'text';
    /** Null where the caller rings us. */
    readonly number: { readonly sealed: Buffer; readonly index: Buffer } | null;
    readonly voicemail: VoicemailTerms;
    readonly about: string | null;
    readonly interpreter: string | null;
    readonly safeWord: Buffer | null;
    readonly language: string;
    readonly windowName: string;
    readonly timeZone: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly now: Date;
  },
): Promise<void> {
  await sql`
    insert into callbacks (id, case_id, call_id, office_id, state, key_id, way, contact, number_sealed, number_index, voicemail,
                           about, interpreter, safe_word_sealed, language, window_name, time_zone, window_starts_at, window_ends_at, promised_at, epoch, version)
    values (${row.id}, ${row.caseId}, ${row.callId}, ${row.officeId}, 'waiting', ${row.keyId}, ${row.way}, ${row.contact},
            ${row.number?.sealed ?? null}, ${row.number?.index ?? null}, ${row.voicemail}, ${row.about}, ${row.interpreter}, ${row.safeWord}, ${row.language}, ${row.windowName}, ${row.timeZone},
            ${row.startsAt}, ${row.endsAt}, ${row.now}, 0, 1)`.execute(tx);
}

/** When a waiting callback falls due; undefined when it is not waiting (any more). */
export async function readDue(
  db: Queryable,
  callbackId: string,
): Promise<{ window_starts_at: Date; epoch: number } | undefined> {
  const { rows } = await sql<{ window_starts_at: Date; epoch: number }>`/* prepared: callbacks.due */
    select window_starts_at, epoch from callbacks where id = ${callbackId} and state = 'waiting'`.execute(db);
  return rows[0];
}

/** Waiting callbacks that fall due before `until`, for the queue: ids, epochs and times only. */
export async function listDueBefore(
  db: Queryable,
  until: Date,
  after: { readonly at: Date; readonly id: string } | null,
  limit: number,
): Promise<{ id: string; epoch: number; window_starts_at: Date }[]> {
  const { rows } = await sql<{ id: string; epoch: number; window_starts_at: Date }>`
    select id, epoch, window_starts_at from callbacks
     where state = 'waiting' and window_starts_at <= ${until}
       and (${after?.at ?? null}::timestamptz is null
            or (window_starts_at, id) > (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
     order by window_starts_at, id limit ${limit}`.execute(db);
  return rows;
}

export async function readCallback(db: Queryable, callbackId: string): Promise<CallbackRow | undefined> {
  const { rows } = await sql<CallbackRow>`select ${listed} from ${joined} where b.id = ${callbackId}`.execute(
    db,
  );
  return rows[0];
}

/** A callback with its key and its sealed safe word. */
export type SealedCallback = CallbackRow & {
  key_id: string;
  master_key_id: string;
  wrapped: Buffer;
  safe_word_sealed: Buffer | null;
};

export async function readSealedCallback(
  db: Queryable,
  callbackId: string,
): Promise<SealedCallback | undefined> {
  const { rows } = await sql<SealedCallback>`
    select ${listed}, b.key_id, k.master_key_id, k.wrapped, b.safe_word_sealed
      from ${joined} join data_keys k on k.id = b.key_id where b.id = ${callbackId}`.execute(db);
  return rows[0];
}

/** The safe words of those callbacks that this person holds at the moment, with their keys. */
export async function readSafeWords(
  db: Queryable,
  held: { readonly callbackIds: readonly string[]; readonly staffId: string; readonly now: Date },
): Promise<
  { id: string; safe_word_sealed: Buffer; key_id: string; master_key_id: string; wrapped: Buffer }[]
> {
  const { rows } = await sql<{
    id: string;
    safe_word_sealed: Buffer;
    key_id: string;
    master_key_id: string;
    wrapped: Buffer;
  }>`
    select b.id, b.safe_word_sealed, b.key_id, k.master_key_id, k.wrapped
      from callbacks b join data_keys k on k.id = b.key_id
     where b.id = any(${held.callbackIds}::uuid[]) and b.claimed_by = ${held.staffId}
       and (b.state = 'dialing' or b.claim_expires_at > ${held.now}) and b.safe_word_sealed is not null`.execute(
    db,
  );
  return rows;
}

/** Callbacks that wait for an officer or are in an officer's hands, by state, for a gauge. */
export async function countAtHand(db: Queryable): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from callbacks
     where state in ('ready', 'claimed', 'dialing') group by state`.execute(db);
  return {
    ready: 0,
    claimed: 0,
    dialing: 0,
    ...Object.fromEntries(rows.map(({ state, count }) => [state, count])),
  };
}
