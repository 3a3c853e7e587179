import { sql, type Kysely } from 'kysely';

/**
 * The backbone: offices and staff, lines and their flow revisions, calls with their turns, cases, callbacks,
 * and the outbox. Direct identifiers and free text are `*_sealed bytea` from the first day, under data keys.
 *
 * The application's roles own nothing: `hotline_api` and `hotline_worker` get exactly the grants below.
 * They are created without login; the operator (or the demo) gives them one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'hotline_api') then create role hotline_api nologin; end if;
      if not exists (select from pg_roles where rolname = 'hotline_worker') then create role hotline_worker nologin; end if;
    exception when duplicate_object or unique_violation then null; -- another database of this cluster was first
    end $$`.execute(db);
  for (const statement of tables) await sql.raw(statement).execute(db);
  for (const statement of grants) await sql.raw(statement).execute(db);
}

const tables = [
  `create table data_keys (
    id uuid primary key,
    master_key_id text not null,
    wrapped bytea not null,
    created_at timestamptz not null
  )`,

  `create table offices (
    id text primary key,
    name text not null,
    time_zone text not null,
    is_national_desk boolean not null default false
  )`,
  `create unique index offices_one_national_desk on offices (is_national_desk) where is_national_desk`,

  // Several spans a day are allowed; officers = how many work callbacks in that span.
  `create table office_hours (
    office_id text not null references offices,
    weekday smallint not null check (weekday between 1 and 7),
    opens time not null,
    closes time not null check (closes > opens),
    officers smallint not null check (officers >= 0),
    primary key (office_id, weekday, opens)
  )`,
  // Closures beyond the federal holidays, which are computed. No office = every office.
  `create table office_closures (
    id uuid primary key,
    office_id text references offices,
    closed_on date not null,
    reason text not null
  )`,
  `create index office_closures_by_day on office_closures (closed_on)`,
  // A prefix of 3 to 5 digits; several offices for one prefix = it straddles them. The longest prefix wins.
  `create table office_areas (
    zip_prefix text not null check (zip_prefix ~ '^[0-9]{3,5}$'),
    office_id text not null references offices,
    primary key (zip_prefix, office_id)
  )`,

  `create table staff (
    id uuid primary key,
    email text not null unique check (email = lower(email)),
    display_name text not null,
    roles text[] not null,
    office_ids text[] not null,
    password_hash text not null,
    created_at timestamptz not null
  )`,
  `create table staff_sessions (
    token_hash bytea primary key,
    staff_id uuid not null references staff,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create index staff_sessions_by_expiry on staff_sessions (expires_at)`,

  `create table lines (
    id text primary key,
    phone_number text not null unique check (phone_number ~ '^[+][1-9][0-9]{6,14}$'),
    flow text not null,
    default_office_id text not null references offices
  )`,
  // The files of a flow's folder, so that a call on an old revision can be resumed after its files are gone.
  `create table flow_revisions (
    revision text primary key,
    flow text not null,
    files jsonb not null,
    created_at timestamptz not null
  )`,

  `create table calls (
    id uuid primary key,
    provider_sid text not null unique,
    line_id text not null references lines,
    direction text not null check (direction in ('inbound', 'outbound')),
    key_id uuid not null references data_keys,
    caller_number_sealed bytea,
    revision text not null references flow_revisions,
    turn integer not null,
    step text not null,
    language text not null,
    status text not null check (status in ('in_progress', 'ended')),
    end_reason text,
    case_id uuid,
    case_key_id uuid references data_keys,
    started_at timestamptz not null,
    last_activity_at timestamptz not null,
    ended_at timestamptz
  ) with (fillfactor = 70)`,
  // On columns that no step changes: a step's update then touches no index (HOT), if its page has room.
  `create index calls_in_progress on calls (started_at) where status = 'in_progress'`,
  // One row a turn: what happened, in coded facts, and under one seal the session that it left and what the caller
  // was told. A late duplicate of a webhook is answered from here; together the rows are the call's timeline. No
  // foreign key: rows are only ever written with the move of their call, and its check would cost as much as the
  // write.
  `create table call_turns (
    call_id uuid not null,
    turn integer not null,
    at timestamptz not null,
    events jsonb not null,
    turn_sealed bytea not null,
    primary key (call_id, turn)
  )`,
  `create table call_status_events (
    call_id uuid not null references calls,
    status text not null,
    sequence integer,
    at timestamptz not null,
    primary key (call_id, status)
  )`,
  `create table recordings (
    id uuid primary key,
    provider_sid text not null unique,
    call_id uuid not null references calls,
    status text not null check (status in ('announced', 'completed', 'absent', 'failed')),
    seconds integer,
    created_at timestamptz not null
  )`,
  `create index recordings_by_call on recordings (call_id)`,

  `create table cases (
    id uuid primary key,
    number text not null unique,
    key_id uuid not null references data_keys,
    pin_sealed bytea not null,
    details_sealed bytea not null,
    line_id text not null references lines,
    call_id uuid not null references calls,
    office_id text not null references offices,
    status text not null check (status in ('incomplete', 'open', 'closed')),
    caller_role text,
    language text not null,
    version integer not null,
    opened_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  `create index cases_by_office on cases (office_id, opened_at desc, id desc)`,
  `create index cases_by_call on cases (call_id)`,

  `create table callbacks (
    id uuid primary key,
    case_id uuid not null references cases,
    call_id uuid not null references calls,
    office_id text not null references offices,
    state text not null check (state in ('waiting', 'ready', 'claimed', 'dialing', 'closed')),
    closed_reason text,
    escalated boolean not null default false,
    key_id uuid not null references data_keys,
    number_sealed bytea not null,
    number_index bytea not null,
    voicemail text not null check (voicemail in ('none', 'neutral')),
    language text not null,
    window_name text not null check (window_name in ('any', 'morning', 'afternoon', 'evening')),
    time_zone text not null,
    window_starts_at timestamptz not null,
    window_ends_at timestamptz not null check (window_ends_at > window_starts_at),
    promised_at timestamptz not null,
    ready_at timestamptz,
    claimed_by uuid references staff,
    claim_expires_at timestamptz,
    epoch integer not null,
    version integer not null,
    check ((state in ('claimed', 'dialing')) = (claimed_by is not null)),
    check ((state = 'closed') = (closed_reason is not null))
  )`,
  `create unique index callbacks_one_open_per_case on callbacks (case_id) where state <> 'closed'`,
  // The office's list in fair order: due, then age.
  `create index callbacks_queue on callbacks (office_id, state, window_starts_at, promised_at, id) where state <> 'closed'`,
  `create index callbacks_waiting on callbacks (window_starts_at) where state = 'waiting'`,
  `create index callbacks_claims on callbacks (claim_expires_at) where state = 'claimed'`,
  `create index callbacks_mine on callbacks (claimed_by, window_starts_at, promised_at, id) where claimed_by is not null`,

  `create table outbox (
    id bigint generated always as identity primary key,
    topic text not null,
    key text not null,
    payload jsonb not null,
    created_at timestamptz not null,
    available_at timestamptz not null,
    attempts integer not null default 0,
    epoch integer not null default 0,
    leased_until timestamptz,
    delivered_at timestamptz,
    failed_at timestamptz,
    error_code text
  )`,
  `create index outbox_pending on outbox (available_at, id) where delivered_at is null and failed_at is null`,
  `create index outbox_failed on outbox (failed_at) where failed_at is not null`,
];

const grants = [
  `grant usage on schema public to hotline_api, hotline_worker`,
  `grant select on offices, office_hours, office_closures, office_areas, lines to hotline_api, hotline_worker`,
  `grant select, insert on data_keys, flow_revisions, call_turns, call_status_events to hotline_api, hotline_worker`,
  `grant select, insert, update on calls, recordings, cases, callbacks, outbox to hotline_api, hotline_worker`,
  `grant select on staff to hotline_api`,
  `grant select, insert, delete on staff_sessions to hotline_api`,
  `grant select, delete on staff_sessions to hotline_worker`,
  `grant delete on outbox to hotline_worker`,
];
