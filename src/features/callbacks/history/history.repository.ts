import { sql } from 'kysely';
import type { Queryable } from '../../../platform/db/database.ts';

/** One telephone of an attempt: what became of it, without its number. */
export interface LegFacts {
  readonly party: 'officer' | 'interpreter' | 'caller';
  readonly status: string;
  readonly answeredBy: string | null;
  readonly accepted: boolean;
  readonly heardWords: boolean;
  readonly seconds: number | null;
  readonly providerCode: number | null;
}

export interface AttemptFacts {
  readonly id: string;
  readonly number: number;
  readonly kind: 'phone' | 'dial' | 'text' | 'call_in';
  readonly staff_name: string | null;
  readonly started_at: Date;
  readonly caller_rung_at: Date | null;
  readonly joined_at: Date | null;
  readonly ended_at: Date | null;
  readonly outcome: string | null;
  readonly note_sealed: Buffer | null;
  readonly legs: readonly LegFacts[];
}

/** The attempts of a callback, first to last, with the telephones of each in the order in which they are rung. */
export async function listAttempts(db: Queryable, callbackId: string): Promise<AttemptFacts[]> {
  const { rows } = await sql<AttemptFacts>`
    select a.id, a.number, a.kind, s.display_name as staff_name, a.started_at, a.caller_rung_at, a.joined_at,
           a.ended_at, a.outcome, a.note_sealed,
           (select coalesce(json_agg(json_build_object(
                     'party', party, 'status', status, 'answeredBy', answered_by,
                     'accepted', accepted_at is not null, 'heardWords', heard_words, 'seconds', seconds,
                     'providerCode', provider_code) order by created_at, id), '[]')
              from attempt_legs where attempt_id = a.id) as legs
      from callback_attempts a left join staff s on s.id = a.staff_id
     where a.callback_id = ${callbackId} order by a.number`.execute(db);
  return rows;
}
