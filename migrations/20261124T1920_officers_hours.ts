import { sql, type Kysely } from 'kysely';

/**
 * When officers work, what they speak and when they are away. Rows end (`ended_at`), they are not overwritten: what
 * was known when a promise was made can be seen later. `set_by` is null where it was set by a command on the server.
 *
 * Hours are on the wall clock of the office that they are worked for; absences are whole days there.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const history = sql`
    id bigint generated always as identity primary key,
    staff_id uuid not null references staff,
    set_by uuid references staff,
    set_at timestamptz not null,
    ended_at timestamptz`;
  await sql`
    create table staff_hours (
      ${history},
      office_id text not null references offices,
      weekday smallint not null check (weekday between 1 and 7),
      starts time not null,
      ends time not null,
      check (starts < ends)
    )`.execute(db);
  await sql`
    create table staff_languages (
      ${history},
      language text not null check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$')
    )`.execute(db);
  await sql`
    create table staff_absences (
      ${history},
      first_day date not null,
      last_day date not null,
      reason text not null check (reason ~ '^[a-z][a-z_]{0,39}$'),
      check (first_day <= last_day)
    )`.execute(db);
  await sql`create index staff_hours_by_office on staff_hours (office_id) where ended_at is null`.execute(db);
  for (const table of ['staff_hours', 'staff_languages', 'staff_absences']) {
    const name = sql.id(table);
    await sql`create index ${sql.id(`${table}_by_staff`)} on ${name} (staff_id) where ended_at is null`.execute(
      db,
    );
    await sql`grant select on ${name} to hotline_api, hotline_worker`.execute(db);
  }
  await sql`grant select (id, roles) on staff to hotline_worker`.execute(db);
}
