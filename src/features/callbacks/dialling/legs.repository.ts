import { sql } from 'kysely';
import type { Queryable, Tx } from '../../../platform/db/database.ts';
import type { Leg, LegStatus, Party } from './leg.model.ts';

interface LegRow {
  readonly id: string;
  readonly party: Party;
  readonly asked_at: Date | null;
  readonly provider_sid: string | null;
  readonly status: LegStatus;
  readonly status_sequence: number | null;
  readonly answered_by: string | null;
  readonly answered_at: Date | null;
  readonly accepted_at: Date | null;
  readonly heard_words: boolean;
  readonly ended_at: Date | null;
  readonly seconds: number | null;
  readonly provider_code: number | null;
}

/** The legs of an attempt. */
export async function readLegs(db: Queryable, attemptId: string): Promise<Leg[]> {
  const { rows } = await sql<LegRow>`
    select id, party, asked_at, provider_sid, status, status_sequence, answered_by, answered_at, accepted_at,
           heard_words, ended_at, seconds, provider_code
      from attempt_legs where attempt_id = ${attemptId}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    party: row.party,
    askedAt: row.asked_at,
    providerSid: row.provider_sid,
    status: row.status,
    statusSequence: row.status_sequence,
    answeredBy: row.answered_by,
    answeredAt: row.answered_at,
    acceptedAt: row.accepted_at,
    heardWords: row.heard_words,
    endedAt: row.ended_at,
    seconds: row.seconds,
    providerCode: row.provider_code,
  }));
}

/** Plans a leg: the number is sealed under the case's key, for the place `attempt_legs.to_sealed` of this id. */
export async function insertLeg(
  tx: Tx,
  row: {
    readonly id: string;
    readonly attemptId: string;
    readonly party: Party;
    readonly from: string;
    readonly to: Buffer;
    readonly now: Date;
  },
): Promise<void> {
  await sql`
    insert into attempt_legs (id, attempt_id, party, from_number, to_sealed, created_at)
    values (${row.id}, ${row.attemptId}, ${row.party}, ${row.from}, ${row.to}, ${row.now})`.execute(tx);
}

/** Writes all that events have told of a leg. `asked_at` is not of them: it belongs to who asks the provider. */
export async function saveLeg(tx: Tx, leg: Leg): Promise<void> {
  await sql`
    update attempt_legs
       set provider_sid = ${leg.providerSid}, status = ${leg.status}, status_sequence = ${leg.statusSequence},
           answered_by = ${leg.answeredBy}, answered_at = ${leg.answeredAt}, accepted_at = ${leg.acceptedAt},
           heard_words = ${leg.heardWords}, ended_at = ${leg.endedAt}, seconds = ${leg.seconds},
           provider_code = ${leg.providerCode}
     where id = ${leg.id}`.execute(tx);
}

/**
 * The claim on ringing this telephone, made once and before the provider is asked: the last look at the lease. False
 * when it was made before, the leg or its attempt has ended, or the callback is no longer in this officer's hands.
 */
export async function askLeg(tx: Tx, legId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update attempt_legs l set asked_at = ${now}
      from callback_attempts a join callbacks b on b.id = a.callback_id
     where l.id = ${legId} and a.id = l.attempt_id and l.asked_at is null and l.ended_at is null and a.ended_at is null
       and b.state = 'dialing' and b.epoch = a.epoch and b.claimed_by = a.staff_id
    returning l.id`.execute(tx);
  return rows.length === 1;
}

/** Takes the claim back, where the provider has surely not taken the request. */
export async function unaskLeg(db: Queryable, legId: string): Promise<void> {
  await sql`
    update attempt_legs set asked_at = null
     where id = ${legId} and provider_sid is null and ended_at is null`.execute(db);
}

/** What it takes to ring a leg, or to look for it at the provider. */
export interface LegToPlace {
  readonly id: string;
  readonly attempt_id: string;
  readonly callback_id: string;
  readonly case_id: string;
  readonly party: Party;
  readonly from_number: string;
  readonly to_sealed: Buffer;
  readonly created_at: Date;
  readonly asked_at: Date | null;
  readonly provider_sid: string | null;
  readonly accepted_at: Date | null;
  readonly ended_at: Date | null;
}

const toPlace = sql`
  l.id, l.attempt_id, a.callback_id, b.case_id, l.party, l.from_number, l.to_sealed, l.created_at, l.asked_at,
  l.provider_sid, l.accepted_at, l.ended_at`;

export async function readLegToPlace(db: Queryable, legId: string): Promise<LegToPlace | undefined> {
  const { rows } = await sql<LegToPlace>`
    select ${toPlace}
      from attempt_legs l join callback_attempts a on a.id = l.attempt_id join callbacks b on b.id = a.callback_id
     where l.id = ${legId}`.execute(db);
  return rows[0];
}

/** Ids of legs that nobody has asked the provider for, though they were planned before an instant. */
export async function listUnaskedLegs(db: Queryable, createdBefore: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from attempt_legs
     where ended_at is null and asked_at is null and created_at <= ${createdBefore}
     order by created_at, id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Legs that ring or talk on, though their attempt or their officer's call was over before an instant. */
export async function listForgottenLegs(db: Queryable, overBefore: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select l.id
      from attempt_legs l join callback_attempts a on a.id = l.attempt_id
           left join attempt_legs o on o.attempt_id = l.attempt_id and o.party = 'officer'
     where l.ended_at is null and l.provider_sid is not null
       and (a.ended_at <= ${overBefore} or o.ended_at <= ${overBefore})
     order by l.created_at, l.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** The leg of the same attempt whose call the provider knows by this id. */
export async function findLegBeside(
  db: Queryable,
  legId: string,
  providerSid: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select l.id from attempt_legs beside join attempt_legs l on l.attempt_id = beside.attempt_id
     where beside.id = ${legId} and l.provider_sid = ${providerSid}`.execute(db);
  return rows[0]?.id;
}
