import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';

/** Officers with the offices that they work for, by their addresses. For filling a database. */
export async function listOfficers(
  db: Queryable,
): Promise<{ readonly id: string; readonly officeIds: readonly string[] }[]> {
  const { rows } = await sql<{ id: string; officeIds: string[] }>`
    select id, office_ids as "officeIds" from staff
     where 'officer' = any(roles) and office_ids <> '{}' order by email`.execute(db);
  return rows;
}
