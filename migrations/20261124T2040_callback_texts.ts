import { sql, type Kysely } from 'kysely';

/**
 * Callers who are reached by text: each text of ours is a row before the provider is asked to send it, and each answer
 * one that came in. All words are sealed under the case's key. An attempt's first text opens it; the others are the
 * conversation that follows.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  await run(`
    create table callback_texts (
      id uuid primary key,
      callback_id uuid not null references callbacks,
      attempt_id uuid references callback_attempts,
      direction text not null check (direction in ('out', 'in')),
      opens boolean not null default false,
      staff_id uuid references staff,
      request_key uuid,
      from_number text check (from_number ~ '^[+][1-9][0-9]{6,14}$'),
      body_sealed bytea not null,
      at timestamptz not null,
      asked_at timestamptz,
      provider_sid text unique,
      status text not null check (status in ('planned', 'asked', 'queued', 'sent', 'delivered', 'undelivered', 'failed',
                                             'refused', 'not_placed', 'unknown', 'received')),
      provider_code integer,
      unique (callback_id, staff_id, request_key),
      check ((direction = 'in') = (status = 'received')),
      check ((direction = 'out') = (attempt_id is not null)),
      check ((direction = 'out') = (staff_id is not null)),
      check ((direction = 'out') = (request_key is not null)),
      check ((direction = 'out') = (from_number is not null)),
      check (direction = 'out' or not opens)
    )`);
  await run(`create index callback_texts_by_callback on callback_texts (callback_id, at, id)`);
  await run(`create unique index callback_texts_one_opens on callback_texts (attempt_id) where opens`);
  await run(
    `create index callback_texts_on_the_way on callback_texts (at) where status in ('planned', 'asked', 'queued')`,
  );
  // Officers whose caller has not answered by the end of the window are few at any time.
  await run(`create index callbacks_in_conversation on callbacks (window_ends_at)
              where state = 'dialing' and contact = 'text'`);
  // The worker moves callbacks on, and reads them with the name of who holds them; nothing else of staff.
  await run(`grant select (id, display_name) on staff to hotline_worker`);
  await run(`grant select, insert, update on callback_texts to hotline_api, hotline_worker`);
}
