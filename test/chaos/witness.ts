import { rowsFrom } from './asking.ts';
import { points, pointFunction } from './points.ts';
import { dueInSeconds } from './subject.ts';
import type { PromiseRow } from './verdict.ts';

/**
 * What the run adds to the product's database. Promises are for business days, and the run cannot wait for one: each
 * is brought forward. A second table remembers every move, whoever made it, by the database's own clock.
 */
const installed = `
  create function chaos_due_soon() returns trigger language plpgsql security definer as $$
    begin
      if tg_op = 'INSERT' or new.window_starts_at <> old.window_starts_at then
        new.window_starts_at := clock_timestamp() + interval '${dueInSeconds} seconds';
      end if;
      return new;
    end $$;
  create trigger chaos_due_soon before insert or update on callbacks
    for each row execute function chaos_due_soon();

  create table chaos_moves (
    callback_id uuid not null, state text not null, epoch integer not null,
    due_at timestamptz not null, at timestamptz not null default clock_timestamp());
  create index on chaos_moves (callback_id, state);
  create function chaos_note_move() returns trigger language plpgsql security definer as $$
    begin
      insert into chaos_moves (callback_id, state, epoch, due_at)
        values (new.id, new.state, new.epoch, new.window_starts_at);
      return new;
    end $$;
  create trigger chaos_note_move after insert or update of state on callbacks
    for each row execute function chaos_note_move();

  ${pointFunction};
  create trigger chaos_point_job before update on callbacks
    for each row when (old.state = 'waiting' and new.state = 'ready') execute function chaos_pass('${points.job}');
  create trigger chaos_point_mark before update on outbox
    for each row when (old.delivered_at is null and new.delivered_at is not null)
    execute function chaos_pass('${points.mark}')`;

export const installWitness = (url: string): Promise<object[]> => rowsFrom(url, installed);

const promises = `
  select calls.provider_sid as sid, regexp_replace(cases.number, '\\D', '', 'g') as number,
         exists (select from chaos_moves m where m.callback_id = b.id and m.state = 'ready') as ready,
         exists (select from chaos_moves m where m.callback_id = b.id and m.state = 'ready' and m.at < m.due_at) as early,
         exists (select from chaos_moves m where m.callback_id = b.id and m.state = 'claimed') as claimed,
         (select count(*)::int from attempt_legs l join callback_attempts a on a.id = l.attempt_id
           where a.callback_id = b.id and l.party = 'caller' and l.asked_at is not null) as calls
    from callbacks b join cases on cases.id = b.case_id join calls on calls.id = b.call_id`;

/** Calls to officers' telephones that are on record as asked for. */
export async function callsToOfficers(url: string): Promise<number> {
  const statement = `
    select count(*)::int as count from attempt_legs where party = 'officer' and asked_at is not null`;
  const [row] = await rowsFrom<{ count: number }>(url, statement);
  return row?.count ?? 0;
}

export const promisesIn = (url: string): Promise<PromiseRow[]> => rowsFrom<PromiseRow>(url, promises);
