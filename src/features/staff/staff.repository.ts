import { sql } from 'kysely';
import type { Queryable } from '../../platform/db/database.ts';
import type { Role } from '../../platform/http/access.port.ts';

export interface StaffRow {
  id: string;
  email: string;
  display_name: string;
  roles: Role[];
  office_ids: string[];
  password_hash: string;
}

export async function readByEmail(db: Queryable, email: string): Promise<StaffRow | undefined> {
  const { rows } = await sql<StaffRow>`
    select id, email, display_name, roles, office_ids, password_hash from staff where email = ${email}`.execute(
    db,
  );
  return rows[0];
}

/** Whoever signed in with this token, unless it has expired. */
export async function readBySession(
  db: Queryable,
  tokenHash: Buffer,
  now: Date,
): Promise<Omit<StaffRow, 'password_hash'> | undefined> {
  const { rows } = await sql<StaffRow>`
    select s.id, s.email, s.display_name, s.roles, s.office_ids
      from staff_sessions t join staff s on s.id = t.staff_id
     where t.token_hash = ${tokenHash} and t.expires_at > ${now}`.execute(db);
  return rows[0];
}

export async function insertSession(
  db: Queryable,
  session: {
    readonly tokenHash: Buffer;
    readonly staffId: string;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await sql`insert into staff_sessions (token_hash, staff_id, created_at, expires_at)
            values (${session.tokenHash}, ${session.staffId}, ${session.now}, ${session.expiresAt})`.execute(
    db,
  );
}

export async function deleteSession(db: Queryable, tokenHash: Buffer): Promise<void> {
  await sql`delete from staff_sessions where token_hash = ${tokenHash}`.execute(db);
}

export async function deleteExpiredSessions(db: Queryable, now: Date): Promise<void> {
  await sql`delete from staff_sessions where expires_at <= ${now}`.execute(db);
}

/** Adds a member, or brings an existing one's name, roles, offices and password up to date. Owner only. */
export async function upsertStaff(db: Queryable, member: StaffRow & { readonly now: Date }): Promise<void> {
  await sql`
    insert into staff (id, email, display_name, roles, office_ids, password_hash, created_at)
    values (${member.id}, ${member.email}, ${member.display_name}, ${member.roles}::text[],
            ${member.office_ids}::text[], ${member.password_hash}, ${member.now})
    on conflict (email) do update
      set display_name = excluded.display_name, roles = excluded.roles, office_ids = excluded.office_ids,
          password_hash = excluded.password_hash`.execute(db);
}
