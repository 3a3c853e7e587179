import { sql, type RawBuilder } from 'kysely';
import type { Queryable, Tx } from '../../platform/db/database.ts';

/** A remote capability's run with the call that waits for it. */
export interface CapabilityRunRow {
  id: string;
  call_id: string;
  line_id: string;
  language: string;
  case_id: string | null;
  capability: string;
  input_sealed: Buffer;
  outcome_sealed: Buffer | null;
  key_id: string;
  master_key_id: string;
  wrapped: Buffer;
}

/** The statement that asks for a run, for `advanceCall`'s `also`: it happens with the call's move or not at all. */
export function askingStatement(run: {
  readonly id: string;
  readonly capability: string;
  readonly input: Buffer;
  readonly now: Date;
}): RawBuilder<unknown> {
  return sql`insert into capability_runs (id, call_id, turn, capability, input_sealed, created_at)
    select ${run.id}::uuid, moved.id, moved.turn, ${run.capability}, ${run.input}::bytea, ${run.now}::timestamptz from moved`;
}

/** The latest run that a call waits for; undefined when it asked for none. */
export async function readLatestRun(
  db: Queryable,
  callId: string,
): Promise<{ id: string; outcome_sealed: Buffer | null } | undefined> {
  const { rows } = await sql<{ id: string; outcome_sealed: Buffer | null }>`
    select id, outcome_sealed from capability_runs where call_id = ${callId} order by turn desc limit 1`.execute(
    db,
  );
  return rows[0];
}

export async function readRun(db: Queryable, runId: string): Promise<CapabilityRunRow | undefined> {
  const { rows } = await sql<CapabilityRunRow>`
    select r.id, r.call_id, c.line_id, c.language, c.case_id, r.capability, r.input_sealed, r.outcome_sealed,
           c.key_id, k.master_key_id, k.wrapped
      from capability_runs r join calls c on c.id = r.call_id join data_keys k on k.id = c.key_id
     where r.id = ${runId}`.execute(db);
  return rows[0];
}

/** Deletes what a call has asked for and was answered: it is forgotten. */
export async function deleteRuns(tx: Tx, callId: string): Promise<void> {
  await sql`delete from capability_runs where call_id = ${callId}`.execute(tx);
}

/** Writes an outcome once: a second worker's answer changes nothing. */
export async function answerRun(db: Queryable, runId: string, outcome: Buffer, now: Date): Promise<void> {
  await sql`update capability_runs set outcome_sealed = ${outcome}, answered_at = ${now}
             where id = ${runId} and outcome_sealed is null`.execute(db);
}
