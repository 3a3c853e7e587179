import { sql, type RawBuilder } from 'kysely';
import type { OutboxEvent } from '../../platform/outbox/outbox.port.ts';
import { outboxCte } from '../../platform/outbox/outbox.repository.ts';
import type { Queryable, Tx } from '../../platform/db/database.ts';
import { preparedStatement } from '../../platform/db/prepared.ts';
import type { DataKey } from '../../platform/vault/vault.port.ts';
import type { Disposition, TimelineEntry } from './calls.model.ts';

/** A call's row as stored: a turn's session and words are sealed bytes here and nowhere above the service. */
export interface CallRow {
  id: string;
  line_id: string;
  revision: string;
  turn: number;
  language: string;
  status: 'in_progress' | 'ended';
  caller_number_sealed: Buffer | null;
  key_id: string;
  master_key_id: string;
  wrapped: Buffer;
  case_id: string | null;
  case_key_id: string | null;
  case_master_key_id: string | null;
  case_wrapped: Buffer | null;
  /** The turn asked for, or the current one. */
  asked_turn: number;
  turn_sealed: Buffer;
}

/** Sealed values of a turn that is about to be written. */
export interface SealedTurn {
  readonly sealed: Buffer;
  readonly step: string;
  readonly language: string;
  readonly endReason: string | null;
  readonly events: readonly TimelineEntry[];
}

/** The case that a call opens or goes on with; its row is written by a statement of the cases feature. */
export interface CaseOfCall {
  readonly caseId: string;
  readonly keyId: string;
}

/**
 * The one read of a webhook: the call, its keys, and what was said in answer to `answersTurn`; where that was not
 * answered yet, or is forgotten, what was said last.
 */
export async function readCall(
  db: Queryable,
  providerSid: string,
  answersTurn: number,
): Promise<CallRow | undefined> {
  const [row] = await readStatement(db, { providerSid, answersTurn });
  return row;
}

const readStatement = preparedStatement<{ providerSid: string; answersTurn: number }, CallRow>(
  (values) => sql`/* prepared: calls.read */
    select c.id, c.line_id, c.revision, c.turn, c.language, c.status, c.caller_number_sealed,
           c.key_id, k.master_key_id, k.wrapped,
           c.case_id, c.case_key_id, ck.master_key_id as case_master_key_id, ck.wrapped as case_wrapped,
           t.turn as asked_turn, t.turn_sealed
      from calls c
      join data_keys k on k.id = c.key_id
      left join data_keys ck on ck.id = c.case_key_id
      join call_turns t on t.call_id = c.id and t.turn =
           case when ${values.answersTurn}::int + 1 < c.kept_from_turn then c.turn
                else least(${values.answersTurn}::int + 1, c.turn) end
     where c.provider_sid = ${values.providerSid}`,
);

/** Locks the call for a turn that runs capabilities. False when another webhook was first. */
export async function lockCallAtTurn(tx: Tx, callId: string, turn: number): Promise<boolean> {
  const { rows } = await sql`select 1 from calls where id = ${callId} and turn = ${turn} for update`.execute(
    tx,
  );
  return rows.length === 1;
}

/**
 * The one write of a webhook: moves the call from turn `turn` to the next, or changes nothing and answers
 * false when another webhook was first. `also` are further statements of other features, which read from
 * `moved` and so happen with the move or not at all.
 */
export async function advanceCall(
  db: Queryable,
  callId: string,
  turn: number,
  write: SealedTurn,
  options: {
    readonly now: Date;
    readonly caseOfCall: CaseOfCall | null;
    readonly outbox: readonly OutboxEvent[];
    readonly also: readonly RawBuilder<unknown>[];
  },
): Promise<boolean> {
  const { now, caseOfCall, outbox } = options;
  const values: AdvanceValues = {
    callId,
    turn,
    step: write.step,
    language: write.language,
    endReason: write.endReason,
    events: JSON.stringify(write.events),
    sealed: write.sealed,
    caseId: caseOfCall?.caseId ?? null,
    caseKeyId: caseOfCall?.keyId ?? null,
    now,
  };
  const sent = outbox.length > 0 ? [outboxCte(outbox, now, 'moved')] : [];
  const also = [...sent, ...options.also];
  const rows =
    also.length === 0 ? await advanceAlone(db, values) : (await advance(values, also).execute(db)).rows;
  return rows.length === 1;
}

interface AdvanceValues {
  readonly callId: string;
  readonly turn: number;
  readonly step: string;
  readonly language: string;
  readonly endReason: string | null;
  /** As JSON text. */
  readonly events: string;
  readonly sealed: Buffer;
  readonly caseId: string | null;
  readonly caseKeyId: string | null;
  readonly now: Date;
}

const advance = (values: AdvanceValues, also: readonly RawBuilder<unknown>[]) =>
  sql<{ turn: number }>`/* prepared: calls.advance */
    with moved as (
      update calls set turn = turn + 1, step = ${values.step},
             language = ${values.language}, last_activity_at = ${values.now},
             case_id = coalesce(case_id, ${values.caseId}::uuid),
             case_key_id = coalesce(case_key_id, ${values.caseKeyId}::uuid),
             status = case when ${values.endReason}::text is null then status else 'ended' end,
             end_reason = coalesce(end_reason, ${values.endReason}),
             ended_at = case when ${values.endReason}::text is null then ended_at else ${values.now} end
       where id = ${values.callId} and turn = ${values.turn}
      returning id, turn
    ), turned as (
      insert into call_turns (call_id, turn, at, events, turn_sealed)
      select id, turn, ${values.now}, ${values.events}::jsonb, ${values.sealed} from moved
    )${sql.join(
      also.map((statement, i) => sql`, ${sql.raw(`also${i}`)} as (${statement})`),
      sql``,
    )}
    select turn from moved`;

/** A step without a capability: nearly all of them. */
const advanceAlone = preparedStatement((values: AdvanceValues) => advance(values, []));

/** Writes a call's first turn. False when the call was there already: the same webhook came twice. */
export async function insertCall(
  db: Queryable,
  call: {
    readonly id: string;
    readonly providerSid: string;
    readonly lineId: string;
    readonly key: DataKey;
    readonly callerNumber: Buffer | null;
    readonly revision: string;
    readonly now: Date;
  },
  write: SealedTurn,
): Promise<boolean> {
  const { key, now } = call;
  const { rows } = await sql`/* prepared: calls.insert */
    with key as (
      insert into data_keys (id, master_key_id, wrapped, created_at)
      select ${key.id}, ${key.masterKeyId}, ${key.wrapped}, ${now}
       where not exists (select from calls where provider_sid = ${call.providerSid})
      returning id
    ), opened as (
      insert into calls (id, provider_sid, line_id, direction, key_id, caller_number_sealed, revision, turn,
                         step, language, status, end_reason, started_at, last_activity_at, ended_at)
      select ${call.id}::uuid, ${call.providerSid}, ${call.lineId}, 'inbound', key.id, ${call.callerNumber}::bytea,
             ${call.revision}, 1, ${write.step}, ${write.language},
             case when ${write.endReason}::text is null then 'in_progress' else 'ended' end, ${write.endReason}::text,
             ${now}::timestamptz, ${now}::timestamptz,
             case when ${write.endReason}::text is null then null else ${now}::timestamptz end
        from key
      on conflict (provider_sid) do nothing
      returning id
    ), turned as (
      insert into call_turns (call_id, turn, at, events, turn_sealed)
      select id, 1, ${now}, ${JSON.stringify(write.events)}::jsonb, ${write.sealed} from opened
    )
    select id from opened`.execute(db);
  return rows.length === 1;
}

/** Notes a status callback once. False when this status of this call was known already. */
export async function insertStatusEvent(
  db: Queryable,
  event: {
    readonly providerSid: string;
    readonly status: string;
    readonly sequence: number | null;
    readonly now: Date;
  },
): Promise<boolean> {
  const { rows } = await sql`
    insert into call_status_events (call_id, status, sequence, at)
    select id, ${event.status}, ${event.sequence}::int, ${event.now} from calls where provider_sid = ${event.providerSid}
    on conflict do nothing
    returning status`.execute(db);
  return rows.length === 1;
}

/**
 * Notes a recording, whichever of its two webhooks comes first; a final status is never overwritten. One of a
 * forgotten call is to be erased, unless the call has opened a case since.
 */
export async function upsertRecording(
  db: Queryable,
  recording: {
    readonly id: string;
    readonly providerSid: string;
    readonly callProviderSid: string;
    readonly status: 'announced' | 'completed' | 'absent' | 'failed';
    readonly seconds: number | null;
    readonly now: Date;
  },
): Promise<void> {
  await sql`
    insert into recordings (id, provider_sid, call_id, status, seconds, created_at)
    select ${recording.id}::uuid, ${recording.providerSid}, id,
           case when gone then 'erasing' else ${recording.status} end,
           case when gone then null else ${recording.seconds}::int end, ${recording.now}
      from (select id, disposition is not null and case_id is null as gone
              from calls where provider_sid = ${recording.callProviderSid}) as call
    on conflict (provider_sid) do update
      set status = excluded.status, seconds = coalesce(excluded.seconds, recordings.seconds)
    where recordings.status = 'announced'`.execute(db);
}

/** The recordings of some calls, oldest first, whatever their sessions know of them. */
export async function listRecordings(
  db: Queryable,
  callIds: readonly string[],
): Promise<{ id: string; status: string; seconds: number | null }[]> {
  const { rows } = await sql<{ id: string; status: string; seconds: number | null }>`
    select id, status, seconds from recordings where call_id = any(${callIds}::uuid[]) order by created_at, id`.execute(
    db,
  );
  return rows;
}

/**
 * Forgets what a call has told so far and notes why: its number, its tie to a case, the words of its turns, what is
 * known of its recordings, which are to be erased. The current turn counts as past: the caller holds the call's lock
 * and writes the next one.
 */
export async function forgetCall(
  tx: Tx,
  call: { readonly callId: string; readonly disposition: Disposition },
): Promise<void> {
  await sql`
    with forgotten as (
      update calls set caller_number_sealed = null, case_id = null, case_key_id = null,
             disposition = ${call.disposition}, kept_from_turn = turn + 1
       where id = ${call.callId}
      returning id
    ), blank as (
      update call_turns set turn_sealed = null
        from forgotten where call_turns.call_id = forgotten.id and turn_sealed is not null
    )
    update recordings set status = 'erasing', seconds = null
      from forgotten where recordings.call_id = forgotten.id and status <> 'erased'`.execute(tx);
}

/** Recordings that the provider is still to delete, oldest first; of one call or of all. */
export async function listRecordingsToErase(
  db: Queryable,
  from: { readonly callId: string | null; readonly limit: number },
): Promise<{ id: string; providerSid: string }[]> {
  const { rows } = await sql<{ id: string; providerSid: string }>`
    select id, provider_sid as "providerSid" from recordings
     where status = 'erasing' and (${from.callId}::uuid is null or call_id = ${from.callId}::uuid)
     order by created_at, id limit ${from.limit}`.execute(db);
  return rows;
}

/** The provider's id of a recording that it is still to delete. */
export async function readRecordingToErase(
  db: Queryable,
  recordingId: string,
): Promise<{ providerSid: string } | undefined> {
  const { rows } = await sql<{ providerSid: string }>`
    select provider_sid as "providerSid" from recordings
     where id = ${recordingId} and status = 'erasing'`.execute(db);
  return rows[0];
}

/** Notes that the provider has a recording no longer. */
export async function markErased(db: Queryable, recordingId: string): Promise<void> {
  await sql`update recordings set status = 'erased' where id = ${recordingId} and status = 'erasing'`.execute(
    db,
  );
}

/** Provider ids of calls that have been silent since `before`, oldest first: their end was not told to us. */
export async function listSilentCalls(db: Queryable, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ provider_sid: string }>`
    select provider_sid from calls
     where status = 'in_progress' and last_activity_at < ${before}
     order by started_at limit ${limit}`.execute(db);
  return rows.map((row) => row.provider_sid);
}

/** Stores a flow's files under their revision, once. */
export async function insertFlowRevision(
  db: Queryable,
  revision: {
    readonly revision: string;
    readonly flow: string;
    readonly files: Readonly<Record<string, string>>;
    readonly now: Date;
  },
): Promise<void> {
  await sql`
    insert into flow_revisions (revision, flow, files, created_at)
    values (${revision.revision}, ${revision.flow}, ${JSON.stringify(revision.files)}::jsonb, ${revision.now})
    on conflict do nothing`.execute(db);
}

/** The files of a revision, for a call that began on it before this process knew it. */
export async function readFlowRevision(
  db: Queryable,
  revision: string,
): Promise<{ flow: string; files: Record<string, string> } | undefined> {
  const { rows } = await sql<{ flow: string; files: Record<string, string> }>`
    select flow, files from flow_revisions where revision = ${revision}`.execute(db);
  return rows[0];
}
