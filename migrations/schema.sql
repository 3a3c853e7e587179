create table attempt_legs (
  id uuid not null,
  attempt_id uuid not null,
  party text not null,
  from_number text not null,
  to_sealed bytea not null,
  created_at timestamp with time zone not null,
  asked_at timestamp with time zone,
  provider_sid text,
  status text not null default 'planned'::text,
  status_sequence integer,
  answered_by text,
  answered_at timestamp with time zone,
  accepted_at timestamp with time zone,
  heard_words boolean not null default false,
  ended_at timestamp with time zone,
  seconds integer,
  provider_code integer,
  constraint attempt_legs_pkey PRIMARY KEY (id),
  constraint attempt_legs_attempt_id_party_key UNIQUE (attempt_id, party),
  constraint attempt_legs_provider_sid_key UNIQUE (provider_sid),
  constraint attempt_legs_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES callback_attempts(id),
  constraint attempt_legs_from_number_check CHECK ((from_number ~ '^[+][1-9][0-9]{6,14}$'::text)),
  constraint attempt_legs_party_check CHECK ((party = ANY (ARRAY['officer'::text, 'interpreter'::text, 'caller'::text])))
);
CREATE INDEX attempt_legs_open ON public.attempt_legs USING btree (created_at) WHERE (ended_at IS NULL);
grant insert, select, update on attempt_legs to hotline_api;
grant insert, select, update on attempt_legs to hotline_worker;

create table call_status_events (
  call_id uuid not null,
  status text not null,
  sequence integer,
  at timestamp with time zone not null,
  constraint call_status_events_pkey PRIMARY KEY (call_id, status),
  constraint call_status_events_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id)
);
grant insert, select on call_status_events to hotline_api;
grant insert, select on call_status_events to hotline_worker;

create table call_turns (
  call_id uuid not null,
  turn integer not null,
  at timestamp with time zone not null,
  events jsonb not null,
  turn_sealed bytea,
  constraint call_turns_pkey PRIMARY KEY (call_id, turn)
);
grant insert, select on call_turns to hotline_api;
grant insert, select on call_turns to hotline_worker;
grant update (turn_sealed) on call_turns to hotline_api;
grant update (turn_sealed) on call_turns to hotline_worker;

create table callback_attempts (
  id uuid not null,
  callback_id uuid not null,
  number integer not null,
  epoch integer not null,
  staff_id uuid,
  kind text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome text,
  note_sealed bytea,
  request_key uuid not null,
  closed_reason text,
  next_starts_at timestamp with time zone,
  next_ends_at timestamp with time zone,
  caller_rung_at timestamp with time zone,
  joined_at timestamp with time zone,
  call_id uuid,
  constraint callback_attempts_pkey PRIMARY KEY (id),
  constraint callback_attempts_callback_id_number_key UNIQUE (callback_id, number),
  constraint callback_attempts_callback_id_staff_id_request_key_key UNIQUE (callback_id, staff_id, request_key),
  constraint callback_attempts_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id),
  constraint callback_attempts_callback_id_fkey FOREIGN KEY (callback_id) REFERENCES callbacks(id),
  constraint callback_attempts_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint callback_attempts_check CHECK (((ended_at IS NULL) = (outcome IS NULL))),
  constraint callback_attempts_check1 CHECK (((kind = 'call_in'::text) = (call_id IS NOT NULL))),
  constraint callback_attempts_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'dial'::text, 'text'::text, 'call_in'::text]))),
  constraint callback_attempts_number_check CHECK ((number >= 1)),
  constraint callback_attempts_outcome_check CHECK ((outcome = ANY (ARRAY['reached'::text, 'no_answer'::text, 'busy'::text, 'voicemail_left'::text, 'wrong_number'::text, 'declined'::text, 'safety_stop'::text, 'texted'::text, 'officer_absent'::text, 'no_interpreter'::text, 'not_placed'::text, 'number_refused'::text, 'unknown'::text])))
);
CREATE INDEX callback_attempts_by_call ON public.callback_attempts USING btree (call_id) WHERE ((call_id IS NOT NULL) AND (ended_at IS NULL));
CREATE INDEX callback_attempts_open ON public.callback_attempts USING btree (started_at) WHERE (ended_at IS NULL);
grant insert, select on callback_attempts to hotline_api;
grant insert, select on callback_attempts to hotline_worker;
grant update (caller_rung_at, closed_reason, ended_at, joined_at, next_ends_at, next_starts_at, note_sealed, outcome, staff_id) on callback_attempts to hotline_api;
grant update (caller_rung_at, closed_reason, ended_at, joined_at, next_ends_at, next_starts_at, note_sealed, outcome, staff_id) on callback_attempts to hotline_worker;

create table callback_events (
  id bigint not null generated always as identity,
  callback_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  staff_id uuid,
  data jsonb not null default '{}'::jsonb,
  note_id uuid,
  note_sealed bytea,
  constraint callback_events_pkey PRIMARY KEY (id),
  constraint callback_events_note_id_key UNIQUE (note_id),
  constraint callback_events_callback_id_fkey FOREIGN KEY (callback_id) REFERENCES callbacks(id),
  constraint callback_events_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint callback_events_check CHECK (((note_id IS NULL) = (note_sealed IS NULL))),
  constraint callback_events_kind_check CHECK ((kind ~ '^[a-z][a-z_]{0,39}$'::text))
);
CREATE INDEX callback_events_by_callback ON public.callback_events USING btree (callback_id, id);
CREATE INDEX callback_events_lapsed ON public.callback_events USING btree (staff_id, at) WHERE (kind = 'lapsed'::text);
grant insert, select on callback_events to hotline_api;
grant insert, select on callback_events to hotline_worker;

create table callback_promises (
  id uuid not null,
  callback_id uuid not null,
  office_id text not null,
  told_by text not null,
  told_at timestamp with time zone not null,
  window_name text not null,
  time_zone text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  last_two_sealed bytea,
  outcome text,
  settled_at timestamp with time zone,
  late_by_minutes integer,
  constraint callback_promises_pkey PRIMARY KEY (id),
  constraint callback_promises_callback_id_fkey FOREIGN KEY (callback_id) REFERENCES callbacks(id),
  constraint callback_promises_office_id_fkey FOREIGN KEY (office_id) REFERENCES offices(id),
  constraint callback_promises_check CHECK (((outcome IS NULL) = (settled_at IS NULL))),
  constraint callback_promises_check1 CHECK (((outcome = 'late'::text) = (late_by_minutes IS NOT NULL))),
  constraint callback_promises_check2 CHECK ((starts_at < ends_at)),
  constraint callback_promises_late_by_minutes_check CHECK ((late_by_minutes > 0)),
  constraint callback_promises_outcome_check CHECK ((outcome = ANY (ARRAY['kept'::text, 'late'::text, 'missed'::text, 're_promised'::text, 'withdrawn'::text]))),
  constraint callback_promises_told_by_check CHECK ((told_by = ANY (ARRAY['line'::text, 'officer'::text, 'office'::text]))),
  constraint callback_promises_window_name_check CHECK ((window_name = ANY (ARRAY['any'::text, 'morning'::text, 'afternoon'::text, 'evening'::text])))
);
CREATE INDEX callback_promises_by_callback ON public.callback_promises USING btree (callback_id, told_at);
CREATE INDEX callback_promises_by_office ON public.callback_promises USING btree (office_id, ends_at);
CREATE UNIQUE INDEX callback_promises_one_open ON public.callback_promises USING btree (callback_id) WHERE (outcome IS NULL);
grant insert, select, update on callback_promises to hotline_api;
grant insert, select, update on callback_promises to hotline_worker;

create table callback_texts (
  id uuid not null,
  callback_id uuid not null,
  attempt_id uuid,
  direction text not null,
  opens boolean not null default false,
  staff_id uuid,
  request_key uuid,
  from_number text,
  body_sealed bytea not null,
  at timestamp with time zone not null,
  asked_at timestamp with time zone,
  provider_sid text,
  status text not null,
  provider_code integer,
  constraint callback_texts_pkey PRIMARY KEY (id),
  constraint callback_texts_callback_id_staff_id_request_key_key UNIQUE (callback_id, staff_id, request_key),
  constraint callback_texts_provider_sid_key UNIQUE (provider_sid),
  constraint callback_texts_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES callback_attempts(id),
  constraint callback_texts_callback_id_fkey FOREIGN KEY (callback_id) REFERENCES callbacks(id),
  constraint callback_texts_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint callback_texts_check CHECK (((direction = 'in'::text) = (status = 'received'::text))),
  constraint callback_texts_check1 CHECK (((direction = 'out'::text) = (attempt_id IS NOT NULL))),
  constraint callback_texts_check2 CHECK (((direction = 'out'::text) = (staff_id IS NOT NULL))),
  constraint callback_texts_check3 CHECK (((direction = 'out'::text) = (request_key IS NOT NULL))),
  constraint callback_texts_check4 CHECK (((direction = 'out'::text) = (from_number IS NOT NULL))),
  constraint callback_texts_check5 CHECK (((direction = 'out'::text) OR (NOT opens))),
  constraint callback_texts_direction_check CHECK ((direction = ANY (ARRAY['out'::text, 'in'::text]))),
  constraint callback_texts_from_number_check CHECK ((from_number ~ '^[+][1-9][0-9]{6,14}$'::text)),
  constraint callback_texts_status_check CHECK ((status = ANY (ARRAY['planned'::text, 'asked'::text, 'queued'::text, 'sent'::text, 'delivered'::text, 'undelivered'::text, 'failed'::text, 'refused'::text, 'not_placed'::text, 'unknown'::text, 'received'::text])))
);
CREATE INDEX callback_texts_by_callback ON public.callback_texts USING btree (callback_id, at, id);
CREATE INDEX callback_texts_on_the_way ON public.callback_texts USING btree (at) WHERE (status = ANY (ARRAY['planned'::text, 'asked'::text, 'queued'::text]));
CREATE UNIQUE INDEX callback_texts_one_opens ON public.callback_texts USING btree (attempt_id) WHERE opens;
grant insert, select, update on callback_texts to hotline_api;
grant insert, select, update on callback_texts to hotline_worker;

create table callbacks (
  id uuid not null,
  case_id uuid not null,
  call_id uuid not null,
  office_id text not null,
  state text not null,
  closed_reason text,
  key_id uuid not null,
  number_sealed bytea,
  number_index bytea,
  voicemail text not null,
  language text not null,
  window_name text not null,
  time_zone text not null,
  window_starts_at timestamp with time zone not null,
  window_ends_at timestamp with time zone not null,
  promised_at timestamp with time zone not null,
  ready_at timestamp with time zone,
  claimed_by uuid,
  claim_expires_at timestamp with time zone,
  epoch integer not null,
  version integer not null,
  about text,
  interpreter text,
  safe_word_sealed bytea,
  way text not null default 'ring'::text,
  contact text not null default 'voice'::text,
  escalated_to text,
  escalated_at timestamp with time zone,
  reminded_at timestamp with time zone,
  closed_at timestamp with time zone,
  constraint callbacks_pkey PRIMARY KEY (id),
  constraint callbacks_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id),
  constraint callbacks_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id),
  constraint callbacks_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES staff(id),
  constraint callbacks_key_id_fkey FOREIGN KEY (key_id) REFERENCES data_keys(id),
  constraint callbacks_office_id_fkey FOREIGN KEY (office_id) REFERENCES offices(id),
  constraint callbacks_about_check CHECK ((about ~ '^[a-z][a-z0-9_-]{0,39}$'::text)),
  constraint callbacks_check CHECK ((window_ends_at > window_starts_at)),
  constraint callbacks_check1 CHECK (((state = ANY (ARRAY['claimed'::text, 'dialing'::text])) = (claimed_by IS NOT NULL))),
  constraint callbacks_check2 CHECK (((state = 'closed'::text) = (closed_reason IS NOT NULL))),
  constraint callbacks_check3 CHECK (((number_sealed IS NULL) = (number_index IS NULL))),
  constraint callbacks_check4 CHECK (((way = 'call_in'::text) OR (number_sealed IS NOT NULL))),
  constraint callbacks_check5 CHECK (((escalated_to IS NULL) = (escalated_at IS NULL))),
  constraint callbacks_contact_check CHECK ((contact = ANY (ARRAY['voice'::text, 'relay'::text, 'text'::text]))),
  constraint callbacks_escalated_to_check CHECK ((escalated_to = ANY (ARRAY['supervisor'::text, 'national_desk'::text]))),
  constraint callbacks_interpreter_check CHECK ((interpreter ~ '^[a-z][a-z0-9_-]{0,39}$'::text)),
  constraint callbacks_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'claimed'::text, 'dialing'::text, 'closed'::text]))),
  constraint callbacks_voicemail_check CHECK ((voicemail = ANY (ARRAY['none'::text, 'neutral'::text, 'named'::text]))),
  constraint callbacks_way_check CHECK ((way = ANY (ARRAY['ring'::text, 'call_in'::text]))),
  constraint callbacks_window_name_check CHECK ((window_name = ANY (ARRAY['any'::text, 'morning'::text, 'afternoon'::text, 'evening'::text])))
);
CREATE INDEX callbacks_by_number ON public.callbacks USING btree (number_index) WHERE (state <> 'closed'::text);
CREATE INDEX callbacks_by_window_end ON public.callbacks USING btree (window_ends_at) WHERE (state <> 'closed'::text);
CREATE INDEX callbacks_call_in ON public.callbacks USING btree (window_ends_at) WHERE ((way = 'call_in'::text) AND (state <> 'closed'::text));
CREATE INDEX callbacks_claims ON public.callbacks USING btree (claim_expires_at) WHERE (state = 'claimed'::text);
CREATE INDEX callbacks_escalated ON public.callbacks USING btree (escalated_to, office_id, window_starts_at, promised_at, id) WHERE ((escalated_to IS NOT NULL) AND (state <> 'closed'::text));
CREATE INDEX callbacks_in_conversation ON public.callbacks USING btree (window_ends_at) WHERE ((state = 'dialing'::text) AND (contact = 'text'::text));
CREATE INDEX callbacks_late ON public.callbacks USING btree (window_ends_at) WHERE ((way = 'ring'::text) AND (state = ANY (ARRAY['waiting'::text, 'ready'::text, 'claimed'::text])) AND (escalated_to IS NULL));
CREATE INDEX callbacks_late_still ON public.callbacks USING btree (office_id, window_ends_at) WHERE ((way = 'ring'::text) AND (state = ANY (ARRAY['waiting'::text, 'ready'::text, 'claimed'::text])) AND (escalated_to = 'supervisor'::text));
CREATE INDEX callbacks_mine ON public.callbacks USING btree (claimed_by, window_starts_at, promised_at, id) WHERE (claimed_by IS NOT NULL);
CREATE INDEX callbacks_next_about ON public.callbacks USING btree (office_id, about, (
CASE
    WHEN (interpreter IS NULL) THEN language
    ELSE '*'::text
END), window_starts_at, promised_at, id) WHERE ((state = 'ready'::text) AND (way = 'ring'::text));
CREATE INDEX callbacks_next_due ON public.callbacks USING btree (office_id, (
CASE
    WHEN (interpreter IS NULL) THEN language
    ELSE '*'::text
END), window_starts_at, promised_at, id) WHERE ((state = 'ready'::text) AND (way = 'ring'::text));
CREATE INDEX callbacks_next_overdue ON public.callbacks USING btree (office_id, (
CASE
    WHEN (interpreter IS NULL) THEN language
    ELSE '*'::text
END), window_ends_at, promised_at, id) WHERE ((state = 'ready'::text) AND (way = 'ring'::text));
CREATE INDEX callbacks_queue ON public.callbacks USING btree (office_id, state, window_starts_at, promised_at, id) WHERE (state <> 'closed'::text);
CREATE INDEX callbacks_taken ON public.callbacks USING btree (office_id, window_ends_at, window_starts_at) INCLUDE (language, interpreter, state, id) WHERE (state <> 'closed'::text);
CREATE INDEX callbacks_to_remind ON public.callbacks USING btree (window_ends_at) WHERE ((way = 'ring'::text) AND (state = ANY (ARRAY['waiting'::text, 'ready'::text, 'claimed'::text])) AND (reminded_at IS NULL));
CREATE INDEX callbacks_waiting ON public.callbacks USING btree (window_starts_at) WHERE (state = 'waiting'::text);
CREATE UNIQUE INDEX callbacks_one_open_per_case ON public.callbacks USING btree (case_id) WHERE (state <> 'closed'::text);
grant insert, select, update on callbacks to hotline_api;
grant insert, select, update on callbacks to hotline_worker;

create table calls (
  id uuid not null,
  provider_sid text not null,
  line_id text not null,
  direction text not null,
  key_id uuid not null,
  caller_number_sealed bytea,
  revision text not null,
  turn integer not null,
  step text not null,
  language text not null,
  status text not null,
  end_reason text,
  case_id uuid,
  case_key_id uuid,
  started_at timestamp with time zone not null,
  last_activity_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  disposition text,
  kept_from_turn integer not null default 1,
  constraint calls_pkey PRIMARY KEY (id),
  constraint calls_provider_sid_key UNIQUE (provider_sid),
  constraint calls_case_key_id_fkey FOREIGN KEY (case_key_id) REFERENCES data_keys(id),
  constraint calls_key_id_fkey FOREIGN KEY (key_id) REFERENCES data_keys(id),
  constraint calls_line_id_fkey FOREIGN KEY (line_id) REFERENCES lines(id),
  constraint calls_revision_fkey FOREIGN KEY (revision) REFERENCES flow_revisions(revision),
  constraint calls_direction_check CHECK ((direction = ANY (ARRAY['inbound'::text, 'outbound'::text]))),
  constraint calls_disposition_check CHECK ((disposition = ANY (ARRAY['off_topic'::text, 'minor'::text]))),
  constraint calls_status_check CHECK ((status = ANY (ARRAY['in_progress'::text, 'ended'::text])))
);
CREATE INDEX calls_in_progress ON public.calls USING btree (started_at) WHERE (status = 'in_progress'::text);
grant insert, select, update on calls to hotline_api;
grant insert, select, update on calls to hotline_worker;

create table capability_runs (
  id uuid not null,
  call_id uuid not null,
  turn integer not null,
  capability text not null,
  input_sealed bytea not null,
  outcome_sealed bytea,
  created_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  constraint capability_runs_pkey PRIMARY KEY (id),
  constraint capability_runs_call_id_turn_key UNIQUE (call_id, turn),
  constraint capability_runs_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id),
  constraint capability_runs_check CHECK (((outcome_sealed IS NULL) = (answered_at IS NULL)))
);
grant delete, insert, select on capability_runs to hotline_api;
grant delete, select, update on capability_runs to hotline_worker;

create table case_opening_tries (
  call_id uuid not null,
  tries integer not null,
  constraint case_opening_tries_pkey PRIMARY KEY (call_id),
  constraint case_opening_tries_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id),
  constraint case_opening_tries_tries_check CHECK ((tries >= 1))
);
grant insert, select, update on case_opening_tries to hotline_api;
grant insert, select, update on case_opening_tries to hotline_worker;

create table case_openings (
  call_id uuid not null,
  case_id uuid not null,
  opened_at timestamp with time zone not null,
  constraint case_openings_pkey PRIMARY KEY (call_id),
  constraint case_openings_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id),
  constraint case_openings_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id)
);
CREATE INDEX case_openings_by_case ON public.case_openings USING btree (case_id);
grant insert, select on case_openings to hotline_api;
grant insert, select on case_openings to hotline_worker;

create table case_pin_failures (
  case_id uuid not null,
  failures integer not null,
  locked_until timestamp with time zone,
  constraint case_pin_failures_pkey PRIMARY KEY (case_id),
  constraint case_pin_failures_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id)
);
grant delete, insert, select, update on case_pin_failures to hotline_api;
grant delete, insert, select, update on case_pin_failures to hotline_worker;

create table cases (
  id uuid not null,
  number text not null,
  key_id uuid not null,
  pin_sealed bytea not null,
  details_sealed bytea not null,
  line_id text not null,
  call_id uuid not null,
  office_id text not null,
  status text not null,
  caller_role text,
  language text not null,
  version integer not null,
  opened_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint cases_pkey PRIMARY KEY (id),
  constraint cases_number_key UNIQUE (number),
  constraint cases_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id),
  constraint cases_key_id_fkey FOREIGN KEY (key_id) REFERENCES data_keys(id),
  constraint cases_line_id_fkey FOREIGN KEY (line_id) REFERENCES lines(id),
  constraint cases_office_id_fkey FOREIGN KEY (office_id) REFERENCES offices(id),
  constraint cases_status_check CHECK ((status = ANY (ARRAY['incomplete'::text, 'open'::text, 'closed'::text])))
);
CREATE INDEX cases_by_call ON public.cases USING btree (call_id);
CREATE INDEX cases_by_office ON public.cases USING btree (office_id, opened_at DESC, id DESC);
grant insert, select, update on cases to hotline_api;
grant insert, select, update on cases to hotline_worker;

create table data_keys (
  id uuid not null,
  master_key_id text not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null,
  constraint data_keys_pkey PRIMARY KEY (id)
);
grant insert, select on data_keys to hotline_api;
grant insert, select on data_keys to hotline_worker;

create table flow_revisions (
  revision text not null,
  flow text not null,
  files jsonb not null,
  created_at timestamp with time zone not null,
  constraint flow_revisions_pkey PRIMARY KEY (revision)
);
grant insert, select on flow_revisions to hotline_api;
grant insert, select on flow_revisions to hotline_worker;

create table interpreter_lines (
  language text not null,
  phone text not null,
  constraint interpreter_lines_pkey PRIMARY KEY (language),
  constraint interpreter_lines_language_check CHECK ((language ~ '^[a-z][a-z0-9_-]{0,39}$'::text)),
  constraint interpreter_lines_phone_check CHECK ((phone ~ '^[+][1-9][0-9]{6,14}$'::text))
);
grant select on interpreter_lines to hotline_api;
grant select on interpreter_lines to hotline_worker;

create table lines (
  id text not null,
  phone_number text not null,
  flow text not null,
  default_office_id text not null,
  call_centre_number text,
  callback_number text,
  constraint lines_pkey PRIMARY KEY (id),
  constraint lines_phone_number_key UNIQUE (phone_number),
  constraint lines_default_office_id_fkey FOREIGN KEY (default_office_id) REFERENCES offices(id),
  constraint lines_call_centre_number_check CHECK ((call_centre_number ~ '^[+][1-9][0-9]{6,14}$'::text)),
  constraint lines_callback_number_check CHECK ((callback_number ~ '^[+][1-9][0-9]{6,14}$'::text)),
  constraint lines_phone_number_check CHECK ((phone_number ~ '^[+][1-9][0-9]{6,14}$'::text))
);
grant select on lines to hotline_api;
grant select on lines to hotline_worker;

create table office_areas (
  zip_prefix text not null,
  office_id text not null,
  constraint office_areas_pkey PRIMARY KEY (zip_prefix, office_id),
  constraint office_areas_office_id_fkey FOREIGN KEY (office_id) REFERENCES offices(id),
  constraint office_areas_zip_prefix_check CHECK ((zip_prefix ~ '^[0-9]{3,5}$'::text))
);
grant select on office_areas to hotline_api;
grant select on office_areas to hotline_worker;

create table office_closures (
  id uuid not null,
  office_id text,
  closed_on date not null,
  reason text not null,
  constraint office_closures_pkey PRIMARY KEY (id),
  constraint office_closures_office_id_fkey FOREIGN KEY (office_id) REFERENCES offices(id)
);
CREATE INDEX office_closures_by_day ON public.office_closures USING btree (closed_on);
grant select on office_closures to hotline_api;
grant select on office_closures to hotline_worker;

create table office_hours (
  office_id text not null,
  weekday smallint not null,
  opens time without time zone not null,
  closes time without time zone not null,
  officers smallint not null,
  constraint office_hours_pkey PRIMARY KEY (office_id, weekday, opens),
  constraint office_hours_office_id_fkey FOREIGN KEY (office_id) REFERENCES offices(id),
  constraint office_hours_check CHECK ((closes > opens)),
  constraint office_hours_officers_check CHECK ((officers >= 0)),
  constraint office_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);
grant select on office_hours to hotline_api;
grant select on office_hours to hotline_worker;

create table offices (
  id text not null,
  name text not null,
  time_zone text not null,
  is_national_desk boolean not null default false,
  covering_office_id text,
  constraint offices_pkey PRIMARY KEY (id),
  constraint offices_covering_office_id_fkey FOREIGN KEY (covering_office_id) REFERENCES offices(id),
  constraint offices_check CHECK ((covering_office_id <> id))
);
CREATE UNIQUE INDEX offices_one_national_desk ON public.offices USING btree (is_national_desk) WHERE is_national_desk;
grant select on offices to hotline_api;
grant select on offices to hotline_worker;

create table outbox (
  id bigint not null generated always as identity,
  topic text not null,
  key text not null,
  payload jsonb not null,
  created_at timestamp with time zone not null,
  available_at timestamp with time zone not null,
  attempts integer not null default 0,
  epoch integer not null default 0,
  leased_until timestamp with time zone,
  delivered_at timestamp with time zone,
  failed_at timestamp with time zone,
  error_code text,
  constraint outbox_pkey PRIMARY KEY (id)
);
CREATE INDEX outbox_failed ON public.outbox USING btree (failed_at) WHERE (failed_at IS NOT NULL);
CREATE INDEX outbox_pending ON public.outbox USING btree (available_at, id) WHERE ((delivered_at IS NULL) AND (failed_at IS NULL));
grant delete, insert, select, update on outbox to hotline_worker;
grant insert, select, update on outbox to hotline_api;

create table recordings (
  id uuid not null,
  provider_sid text not null,
  call_id uuid not null,
  status text not null,
  seconds integer,
  created_at timestamp with time zone not null,
  constraint recordings_pkey PRIMARY KEY (id),
  constraint recordings_provider_sid_key UNIQUE (provider_sid),
  constraint recordings_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id),
  constraint recordings_status_check CHECK ((status = ANY (ARRAY['announced'::text, 'completed'::text, 'absent'::text, 'failed'::text, 'erasing'::text, 'erased'::text])))
);
CREATE INDEX recordings_by_call ON public.recordings USING btree (call_id);
CREATE INDEX recordings_to_erase ON public.recordings USING btree (created_at) WHERE (status = 'erasing'::text);
grant insert, select, update on recordings to hotline_api;
grant insert, select, update on recordings to hotline_worker;

create table staff (
  id uuid not null,
  email text not null,
  display_name text not null,
  roles text[] not null,
  office_ids text[] not null,
  password_hash text not null,
  created_at timestamp with time zone not null,
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_email_key UNIQUE (email),
  constraint staff_email_check CHECK ((email = lower(email)))
);
grant select on staff to hotline_api;
grant select (display_name, id, roles) on staff to hotline_worker;

create table staff_absences (
  id bigint not null generated always as identity,
  staff_id uuid not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  first_day date not null,
  last_day date not null,
  reason text not null,
  constraint staff_absences_pkey PRIMARY KEY (id),
  constraint staff_absences_set_by_fkey FOREIGN KEY (set_by) REFERENCES staff(id),
  constraint staff_absences_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint staff_absences_check CHECK ((first_day <= last_day)),
  constraint staff_absences_reason_check CHECK ((reason ~ '^[a-z][a-z_]{0,39}$'::text))
);
CREATE INDEX staff_absences_by_staff ON public.staff_absences USING btree (staff_id) WHERE (ended_at IS NULL);
grant select on staff_absences to hotline_api;
grant select on staff_absences to hotline_worker;

create table staff_hours (
  id bigint not null generated always as identity,
  staff_id uuid not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  office_id text not null,
  weekday smallint not null,
  starts time without time zone not null,
  ends time without time zone not null,
  constraint staff_hours_pkey PRIMARY KEY (id),
  constraint staff_hours_office_id_fkey FOREIGN KEY (office_id) REFERENCES offices(id),
  constraint staff_hours_set_by_fkey FOREIGN KEY (set_by) REFERENCES staff(id),
  constraint staff_hours_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint staff_hours_check CHECK ((starts < ends)),
  constraint staff_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);
CREATE INDEX staff_hours_by_office ON public.staff_hours USING btree (office_id);
CREATE INDEX staff_hours_by_staff ON public.staff_hours USING btree (staff_id) WHERE (ended_at IS NULL);
grant select on staff_hours to hotline_api;
grant select on staff_hours to hotline_worker;

create table staff_languages (
  id bigint not null generated always as identity,
  staff_id uuid not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  language text not null,
  constraint staff_languages_pkey PRIMARY KEY (id),
  constraint staff_languages_set_by_fkey FOREIGN KEY (set_by) REFERENCES staff(id),
  constraint staff_languages_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint staff_languages_language_check CHECK ((language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'::text))
);
CREATE INDEX staff_languages_by_staff ON public.staff_languages USING btree (staff_id) WHERE (ended_at IS NULL);
grant select on staff_languages to hotline_api;
grant select on staff_languages to hotline_worker;

create table staff_phones (
  id bigint not null generated always as identity,
  staff_id uuid not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  phone text not null,
  constraint staff_phones_pkey PRIMARY KEY (id),
  constraint staff_phones_set_by_fkey FOREIGN KEY (set_by) REFERENCES staff(id),
  constraint staff_phones_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint staff_phones_phone_check CHECK ((phone ~ '^[+][1-9][0-9]{6,14}$'::text))
);
CREATE INDEX staff_phones_by_staff ON public.staff_phones USING btree (staff_id) WHERE (ended_at IS NULL);
grant select on staff_phones to hotline_api;
grant select on staff_phones to hotline_worker;

create table staff_sessions (
  token_hash bytea not null,
  staff_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint staff_sessions_pkey PRIMARY KEY (token_hash),
  constraint staff_sessions_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);
CREATE INDEX staff_sessions_by_expiry ON public.staff_sessions USING btree (expires_at);
grant delete, insert, select on staff_sessions to hotline_api;
grant delete, select on staff_sessions to hotline_worker;

create table staff_skills (
  id bigint not null generated always as identity,
  staff_id uuid not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  skill text not null,
  constraint staff_skills_pkey PRIMARY KEY (id),
  constraint staff_skills_set_by_fkey FOREIGN KEY (set_by) REFERENCES staff(id),
  constraint staff_skills_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint staff_skills_skill_check CHECK ((skill ~ '^[a-z][a-z0-9_-]{0,39}$'::text))
);
CREATE INDEX staff_skills_by_staff ON public.staff_skills USING btree (staff_id) WHERE (ended_at IS NULL);
grant select on staff_skills to hotline_api;
grant select on staff_skills to hotline_worker;

create table work_items (
  id uuid not null,
  kind text not null,
  dedupe_key text not null,
  office_id text not null,
  case_id uuid,
  callback_id uuid,
  attempt_id uuid,
  facts jsonb not null default '{}'::jsonb,
  words_sealed bytea,
  created_at timestamp with time zone not null,
  done_at timestamp with time zone,
  done_by uuid,
  resolution text,
  constraint work_items_pkey PRIMARY KEY (id),
  constraint work_items_dedupe_key_key UNIQUE (dedupe_key),
  constraint work_items_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES callback_attempts(id),
  constraint work_items_callback_id_fkey FOREIGN KEY (callback_id) REFERENCES callbacks(id),
  constraint work_items_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases(id),
  constraint work_items_done_by_fkey FOREIGN KEY (done_by) REFERENCES staff(id),
  constraint work_items_office_id_fkey FOREIGN KEY (office_id) REFERENCES offices(id),
  constraint work_items_check CHECK (((done_at IS NULL) = (resolution IS NULL))),
  constraint work_items_kind_check CHECK ((kind ~ '^[a-z][a-z_]{0,39}$'::text)),
  constraint work_items_resolution_check CHECK ((resolution ~ '^[a-z][a-z_]{0,39}$'::text))
);
CREATE INDEX work_items_open ON public.work_items USING btree (office_id, created_at, id) WHERE (done_at IS NULL);
CREATE INDEX work_items_open_by_callback ON public.work_items USING btree (callback_id) WHERE (done_at IS NULL);
CREATE INDEX work_items_safety_stops ON public.work_items USING btree (callback_id) WHERE ((kind = 'safety_stop'::text) AND (done_at IS NULL));
grant insert, select, update on work_items to hotline_api;
grant insert, select, update on work_items to hotline_worker;

CREATE OR REPLACE FUNCTION public.delete_incomplete_case(wanted uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
    declare
      gone cases;
    begin
      delete from cases where id = wanted and status = 'incomplete' returning * into gone;
      if not found then return false; end if;
      update calls set case_id = null, case_key_id = null where id = gone.call_id and case_id = wanted;
      delete from data_keys where id = gone.key_id;
      return true;
    end $function$;
