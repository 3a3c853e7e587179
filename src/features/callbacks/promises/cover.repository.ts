import { sql } from 'kysely';
import type { Interval } from '../../../kernel/interval.ts';
import type { WindowName } from '../../../kernel/windows.ts';
import type { Queryable, Tx } from '../../../platform/db/database.ts';

/** What is left of a window, with all callbacks that an office has promised for it in a language. */
export interface PromisedWindow extends Interval {
  readonly officeId: string;
  /** Null for callbacks that anybody can serve: they have an interpreter. */
  readonly language: string | null;
}

const spoken = sql`case when interpreter is null then language end`;
/** In nobody's hands: whoever holds one goes on with it. */
const unclaimed = sql`state in ('waiting', 'ready')`;

/** The windows ahead that some office has callbacks for, those that have begun from `now` on. */
export async function listWindows(
  db: Queryable,
  ahead: { readonly now: Date; readonly until: Date },
): Promise<PromisedWindow[]> {
  const { now, until } = ahead;
  const { rows } = await sql<PromisedWindow>`
    select office_id as "officeId", greatest(window_starts_at, ${now}) as "startsAt",
           window_ends_at as "endsAt", ${spoken} as language
      from callbacks
     where ${unclaimed} and window_ends_at > ${now} and window_starts_at < ${until}
     group by 1, 2, 3, 4 order by 2, 1, 3, 4`.execute(db);
  return rows;
}

const ofWindow = ({ officeId, startsAt, endsAt, language }: PromisedWindow, now: Date) =>
  sql`office_id = ${officeId} and ${unclaimed} and window_ends_at = ${endsAt}
      and greatest(window_starts_at, ${now}) = ${startsAt} and ${spoken} is not distinct from ${language}::text`;

/** Gives callbacks of a window to another office, for the same window. Answers which, and of which cases. */
export async function handOver(
  tx: Tx,
  window: PromisedWindow,
  to: {
    readonly officeId: string;
    /** A code, where nobody there speaks the callers' language. */
    readonly interpreter: string | null;
    readonly now: Date;
    readonly limit: number;
  },
): Promise<{ id: string; case_id: string }[]> {
  const { rows } = await sql<{ id: string; case_id: string }>`
    update callbacks set office_id = ${to.officeId}, interpreter = coalesce(interpreter, ${to.interpreter}),
                         version = version + 1
     where id in (select id from callbacks where ${ofWindow(window, to.now)}
                   order by window_starts_at, promised_at, id limit ${to.limit} for update skip locked)
    returning id, case_id`.execute(tx);
  return rows;
}

/** A callback whose promise nobody can keep. */
export interface Uncovered {
  id: string;
  case_id: string;
  office_id: string;
  way: 'ring' | 'call_in';
  language: string;
  interpreter: string | null;
  window_name: WindowName;
  time_zone: string;
  window_starts_at: Date;
  version: number;
}

/** The callbacks of a window that no supervisor has been asked about, by age. */
export async function listUncovered(
  db: Queryable,
  window: PromisedWindow,
  page: { readonly now: Date; readonly limit: number },
): Promise<Uncovered[]> {
  const { rows } = await sql<Uncovered>`
    select id, case_id, office_id, way, language, interpreter, window_name, time_zone, window_starts_at, version
      from callbacks where ${ofWindow(window, page.now)} and escalated_to is null
     order by promised_at, id limit ${page.limit}`.execute(db);
  return rows;
}

/**
 * Locks a callback before its office's promises, as everybody does who moves one: two that wait for each other would
 * wait for ever. False where it has changed, or where somebody else has it.
 */
export async function lockUncovered(
  tx: Tx,
  read: { readonly id: string; readonly version: number },
): Promise<boolean> {
  const { rows } = await sql`
    select id from callbacks where id = ${read.id} and version = ${read.version} and ${unclaimed}
       for update skip locked`.execute(tx);
  return rows.length === 1;
}

/** Lets a locked callback wait for another window, at its office or another. */
export async function promiseAnew(
  tx: Tx,
  callbackId: string,
  to: Interval & { readonly officeId: string; readonly interpreter: string | null },
): Promise<void> {
  await sql`
    update callbacks set state = 'waiting', ready_at = null, office_id = ${to.officeId},
                         interpreter = coalesce(interpreter, ${to.interpreter}), window_starts_at = ${to.startsAt},
                         window_ends_at = ${to.endsAt}, epoch = epoch + 1, version = version + 1
     where id = ${callbackId}`.execute(tx);
}
