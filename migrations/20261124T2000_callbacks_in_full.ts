import { sql, type Kysely } from 'kysely';

/**
 * What keeping a promise takes besides the promise: whom to ring and how (a voice, a relay, a text, or a caller who
 * rings us), who looks when it is late, what became of it step by step, what the caller was told, every leg of every
 * attempt before it is placed, and what only a person can settle.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);

  // How the caller can be reached. Whoever nobody can ring has an appointment to ring us, and no number here.
  await run(`
    alter table callbacks
      add column way text not null default 'ring' check (way in ('ring', 'call_in')),
      add column contact text not null default 'voice' check (contact in ('voice', 'relay', 'text')),
      add column escalated_to text check (escalated_to in ('supervisor', 'national_desk')),
      add column escalated_at timestamptz,
      add column reminded_at timestamptz,
      add column closed_at timestamptz,
      alter column number_sealed drop not null,
      alter column number_index drop not null,
      add check ((number_sealed is null) = (number_index is null)),
      add check (way = 'call_in' or number_sealed is not null),
      add check ((escalated_to is null) = (escalated_at is null)),
      drop constraint callbacks_voicemail_check,
      add constraint callbacks_voicemail_check check (voicemail in ('none', 'neutral', 'named'))`);
  await run(`update callbacks set escalated_to = 'supervisor', escalated_at = promised_at where escalated`);
  await run(`alter table callbacks drop column escalated`);
  await run(`create index callbacks_escalated on callbacks (escalated_to, office_id, window_starts_at, promised_at, id)
              where escalated_to is not null`);
  await run(`create index callbacks_by_number on callbacks (number_index) where state <> 'closed'`);
  await run(`create index callbacks_by_window_end on callbacks (window_ends_at) where state <> 'closed'`);

  // Each thing that happened to a callback, coded. Words of staff are sealed under the case's key.
  await run(`
    create table callback_events (
      id bigint generated always as identity primary key,
      callback_id uuid not null references callbacks,
      at timestamptz not null,
      kind text not null check (kind ~ '^[a-z][a-z_]{0,39}$'),
      staff_id uuid references staff,
      data jsonb not null default '{}',
      note_id uuid unique,
      note_sealed bytea,
      check ((note_id is null) = (note_sealed is null))
    )`);
  await run(`create index callback_events_by_callback on callback_events (callback_id, id)`);
  await run(`create index callback_events_lapsed on callback_events (staff_id, at) where kind = 'lapsed'`);

  // What a caller was told, sentence by sentence, and whether it came true. One of a callback is open at a time.
  await run(`
    create table callback_promises (
      id uuid primary key,
      callback_id uuid not null references callbacks,
      office_id text not null references offices,
      told_by text not null check (told_by in ('line', 'officer', 'office')),
      told_at timestamptz not null,
      window_name text not null check (window_name in ('any', 'morning', 'afternoon', 'evening')),
      time_zone text not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      last_two_sealed bytea,
      outcome text check (outcome in ('kept', 'late', 'missed', 're_promised', 'withdrawn')),
      settled_at timestamptz,
      late_by_minutes integer check (late_by_minutes > 0),
      check ((outcome is null) = (settled_at is null)),
      check ((outcome = 'late') = (late_by_minutes is not null)),
      check (starts_at < ends_at)
    )`);
  await run(
    `create unique index callback_promises_one_open on callback_promises (callback_id) where outcome is null`,
  );
  await run(`create index callback_promises_by_callback on callback_promises (callback_id, told_at)`);
  await run(`create index callback_promises_by_office on callback_promises (office_id, ends_at)`);

  // An attempt that the office's telephones make is a row before anything rings.
  await run(`
    alter table callback_attempts
      alter column staff_id drop not null,
      add column caller_rung_at timestamptz,
      add column joined_at timestamptz,
      drop constraint callback_attempts_kind_check,
      add constraint callback_attempts_kind_check check (kind in ('phone', 'dial', 'text', 'call_in')),
      drop constraint callback_attempts_outcome_check,
      add constraint callback_attempts_outcome_check check (outcome in
        ('reached', 'no_answer', 'busy', 'voicemail_left', 'wrong_number', 'declined', 'safety_stop', 'texted',
         'officer_absent', 'no_interpreter', 'not_placed', 'number_refused', 'unknown'))`);
  await run(`create index callback_attempts_open on callback_attempts (started_at) where ended_at is null`);
  await run(`grant update (staff_id, caller_rung_at, joined_at, note_sealed, closed_reason, next_starts_at, next_ends_at)
               on callback_attempts to hotline_api, hotline_worker`);

  // One telephone of an attempt. \`asked_at\` is written before the provider is asked, so that what a crash leaves
  // behind is looked for and not placed again.
  await run(`
    create table attempt_legs (
      id uuid primary key,
      attempt_id uuid not null references callback_attempts,
      party text not null check (party in ('officer', 'interpreter', 'caller')),
      from_number text not null check (from_number ~ '^[+][1-9][0-9]{6,14}$'),
      to_sealed bytea not null,
      created_at timestamptz not null,
      asked_at timestamptz,
      provider_sid text unique,
      status text not null default 'planned',
      status_sequence integer,
      answered_by text,
      answered_at timestamptz,
      accepted_at timestamptz,
      heard_words boolean not null default false,
      ended_at timestamptz,
      seconds integer,
      provider_code integer,
      unique (attempt_id, party)
    )`);
  await run(`create index attempt_legs_open on attempt_legs (created_at) where ended_at is null`);

  // What only a person can settle.
  await run(`
    create table work_items (
      id uuid primary key,
      kind text not null check (kind ~ '^[a-z][a-z_]{0,39}$'),
      dedupe_key text not null unique,
      office_id text not null references offices,
      case_id uuid references cases,
      callback_id uuid references callbacks,
      attempt_id uuid references callback_attempts,
      facts jsonb not null default '{}',
      words_sealed bytea,
      created_at timestamptz not null,
      done_at timestamptz,
      done_by uuid references staff,
      resolution text check (resolution ~ '^[a-z][a-z_]{0,39}$'),
      check ((done_at is null) = (resolution is null))
    )`);
  await run(`create index work_items_open on work_items (office_id, created_at, id) where done_at is null`);

  // Officers' telephones and what they are trained for; who covers an office; the numbers that we ring from.
  const history = `
    id bigint generated always as identity primary key,
    staff_id uuid not null references staff,
    set_by uuid references staff,
    set_at timestamptz not null,
    ended_at timestamptz`;
  await run(
    `create table staff_phones (${history}, phone text not null check (phone ~ '^[+][1-9][0-9]{6,14}$'))`,
  );
  await run(
    `create table staff_skills (${history}, skill text not null check (skill ~ '^[a-z][a-z0-9_-]{0,39}$'))`,
  );
  for (const table of ['staff_phones', 'staff_skills'])
    await run(`create index ${table}_by_staff on ${table} (staff_id) where ended_at is null`);
  await run(`alter table offices add column covering_office_id text references offices,
                                 add check (covering_office_id <> id)`);
  await run(
    `alter table lines add column callback_number text check (callback_number ~ '^[+][1-9][0-9]{6,14}$')`,
  );
  await run(`create table interpreter_lines (
      language text primary key check (language ~ '^[a-z][a-z0-9_-]{0,39}$'),
      phone text not null check (phone ~ '^[+][1-9][0-9]{6,14}$')
    )`);

  // A call that has shown a case's number and PIN, and how often a PIN was wrong.
  await run(`
    create table case_openings (
      call_id uuid primary key references calls,
      case_id uuid not null references cases,
      opened_at timestamptz not null
    )`);
  await run(`create index case_openings_by_case on case_openings (case_id)`);
  await run(`
    create table case_pin_failures (
      case_id uuid primary key references cases,
      failures integer not null,
      locked_until timestamptz
    )`);

  await run(`grant select, insert on callback_events, case_openings to hotline_api, hotline_worker`);
  await run(`grant select, insert, update on callback_promises, attempt_legs, work_items, case_pin_failures
               to hotline_api, hotline_worker`);
  await run(`grant delete on case_pin_failures to hotline_api, hotline_worker`);
  await run(`grant select on staff_phones, staff_skills, interpreter_lines to hotline_api, hotline_worker`);
}
