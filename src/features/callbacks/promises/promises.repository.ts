import { sql } from 'kysely';
import type { Queryable } from '../../../platform/db/database.ts';

/**
 * How many open callbacks an office has promised, by window and language. Of a window that has begun or ended only
 * what lies ahead is told apart: those that are overdue have one that ends `now`. Whoever has an interpreter can be
 * served by anybody: their language is null.
 */
export async function readTaken(
  db: Queryable,
  asked: {
    readonly officeId: string;
    readonly now: Date;
    /** A callback that is to be promised anew, and takes no time of its own until then. */
    readonly except: string | null;
  },
): Promise<{ startsAt: Date; endsAt: Date; language: string | null; count: number }[]> {
  const { officeId, now, except } = asked;
  const { rows } = await sql<{ startsAt: Date; endsAt: Date; language: string | null; count: number }>`
    select greatest(window_starts_at, ${now}) as "startsAt", greatest(window_ends_at, ${now}) as "endsAt",
           case when interpreter is null then language end as language, count(*)::int as count
      from callbacks
     where office_id = ${officeId} and state <> 'closed' and id is distinct from ${except}::uuid
     group by 1, 2, 3`.execute(db);
  return rows;
}
