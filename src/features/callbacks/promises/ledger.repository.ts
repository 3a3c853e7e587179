import { sql } from 'kysely';
import type { Queryable } from '../../../platform/db/database.ts';

/** What a caller is told of a callback. */
export interface ToldPromise {
  readonly id: string;
  readonly callbackId: string;
  readonly officeId: string;
  /** The line's own voice, an officer on the telephone, or the office's machinery, which tells it when they next call. */
  readonly toldBy: 'line' | 'officer' | 'office';
  readonly windowName: string;
  readonly timeZone: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Last two digits of the number, sealed for `callback_promises.last_two_sealed` of this id. */
  readonly lastTwo: Buffer | null;
  readonly now: Date;
}

/** Writes down what a caller was told. One promise of a callback is open: the earlier one must be settled first. */
export async function insertPromise(db: Queryable, told: ToldPromise): Promise<void> {
  await sql`
    insert into callback_promises (id, callback_id, office_id, told_by, told_at, window_name, time_zone, starts_at,
                                   ends_at, last_two_sealed)
    values (${told.id}, ${told.callbackId}, ${told.officeId}, ${told.toldBy}, ${told.now}, ${told.windowName},
            ${told.timeZone}, ${told.startsAt}, ${told.endsAt}, ${told.lastTwo})`.execute(db);
}

/**
 * Settles the open promise of a callback. The first ring decides: within the window it is kept, after it late by so
 * many minutes. No open promise is no mistake.
 */
export async function settlePromise(
  db: Queryable,
  settle: {
    readonly callbackId: string;
    readonly now: Date;
    /** `rung` is judged by the clock, the others say what it is. */
    readonly by: 'rung' | 'missed' | 're_promised' | 'withdrawn';
  },
): Promise<void> {
  const { callbackId, now, by } = settle;
  await sql`
    update callback_promises
       set outcome = case when ${by}::text <> 'rung' then ${by}::text when ${now} <= ends_at then 'kept' else 'late' end,
           late_by_minutes = case when ${by}::text = 'rung' and ${now} > ends_at
                                  then greatest(1, ceil(extract(epoch from (${now}::timestamptz - ends_at)) / 60)) end,
           settled_at = ${now}
     where callback_id = ${callbackId} and outcome is null`.execute(db);
}
