import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import { seededPrefix } from './seeded-calls.model.ts';

/** Whether people have called, and how many calls have been made up. */
export async function readSeeding(db: Queryable): Promise<{ hasRealCalls: boolean; seeded: number }> {
  const seeded = `${seededPrefix}%`;
  const { rows } = await sql<{ hasRealCalls: boolean; seeded: number }>`
    select exists (select from calls where provider_sid not like ${seeded}) as "hasRealCalls",
           (select count(*)::int from calls where provider_sid like ${seeded}) as seeded`.execute(db);
  return rows[0] ?? { hasRealCalls: false, seeded: 0 };
}
