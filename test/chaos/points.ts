import type { Client } from 'pg';
import { waitUntil } from '../../scripts/provision/processes.mjs';
import { connectTo, persistently, rowsFrom } from './asking.ts';

/** Where a process can be held in the middle of its work: at a write of its own, in the run's database. */
export const points = {
  /** A job is about to record what it did. */
  job: 1,
  /** The relay has added its jobs and is about to mark their events as delivered. */
  mark: 2,
} as const;
export type Point = keyof typeof points;

/**
 * The database's side: a trigger passes a point by taking a shared lock, which costs nothing until the harness holds
 * that lock alone. The product itself knows nothing of it.
 */
export const pointFunction = `
  create function chaos_pass() returns trigger language plpgsql security definer as $$
    begin perform pg_advisory_xact_lock_shared(20261124, tg_argv[0]::int); return new; end $$`;

export interface HeldPoint {
  /** Waits until somebody stands there. @throws Error when nobody comes */
  reached(): Promise<void>;
  /** Lets nobody through any more who stood there, as their statement dies with them; then opens the way. */
  rollBack(): Promise<void>;
  /** Opens the way: a statement whose client is dead goes through, as one that had been sent already. */
  open(): Promise<void>;
}

const waiting = (point: number) => `
  select pid from pg_locks
   where locktype = 'advisory' and classid = 20261124 and objid = ${point} and not granted
     and database = (select oid from pg_database where datname = current_database())`;

const comesWithinMs = 60_000;
/** A job whose worker died is found within its lock and two checks. */
const comesAgainWithinMs = 120_000;

/** Holds a point shut. */
export async function holdPoint(url: string, name: Point): Promise<HeldPoint> {
  const point = points[name];
  const client: Client = await persistently(async () => {
    const opened = await connectTo(url);
    await opened.query('select pg_advisory_lock(20261124, $1)', [point]);
    return opened;
  });
  const someoneWaits = async () => (await rowsFrom(url, waiting(point))).length > 0;
  return {
    async reached() {
      if (!(await waitUntil(someoneWaits, comesWithinMs)))
        throw new Error(`nobody came to the point ${name}`);
    },
    async rollBack() {
      await rowsFrom(url, `select pg_terminate_backend(pid) from (${waiting(point)}) as waiting`);
      await client.end();
    },
    open: () => client.end(),
  };
}

/** Locks the promise that falls due next, so that whoever makes it ready must wait. */
export async function holdNextPromise(url: string) {
  const client = await connectTo(url);
  const lockOne = async (): Promise<boolean> => {
    await client.query('begin');
    const { rowCount } = await client.query(
      `select from callbacks where state = 'waiting' order by window_starts_at desc limit 1 for update skip locked`,
    );
    if (rowCount === 0) await client.query('rollback');
    return rowCount === 1;
  };
  if (!(await waitUntil(lockOne, comesWithinMs))) throw new Error('no promise is waiting');
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const blocked = `select from pg_stat_activity where ${rows[0]?.pid} = any(pg_blocking_pids(pid))`;
  return {
    /** @throws Error when nobody comes */
    async reached(): Promise<void> {
      if (!(await waitUntil(async () => (await rowsFrom(url, blocked)).length > 0, comesAgainWithinMs)))
        throw new Error('nobody came for the promise again');
    },
    open: () => client.end(),
  };
}
