import { sql } from 'kysely';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Db } from './database.ts';

export interface DatabaseClock extends Clock {
  /** Sets the clock, and then again every few seconds. @throws AppError `db.unavailable` when it cannot be set at all */
  start(): Promise<void>;
  stop(): void;
}

const setEveryMs = 10_000;
/** From here on this machine's own clock is worth a word to the operator. */
const worthAWordMs = 2_000;

/**
 * The time as Postgres has it, so that all processes go by one clock: a worker whose machine is an hour ahead would
 * otherwise ring people before their window. Between two settings it goes by the monotonic clock, which nobody sets.
 * While Postgres is away it goes on by itself.
 *
 * @param own the machine's clock, only to say how far it is off
 */
export function createDatabaseClock({
  db,
  own,
  log,
}: {
  readonly db: Db;
  readonly own: Clock;
  readonly log: Log;
}): DatabaseClock {
  let setTo = own.now().getTime();
  let setAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let isOff = false;

  const now = () => new Date(setTo + performance.now() - setAt);

  /** The answer was true at some moment since we asked. Only one that proves this clock wrong sets it: then never ahead. */
  async function set(): Promise<void> {
    const askedAt = performance.now();
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
    const answeredAt = performance.now();
    const earliest = rows[0]?.now.getTime();
    if (earliest === undefined) return;
    const latest = earliest + answeredAt - askedAt;
    const ours = setTo + answeredAt - setAt;
    if (timer === undefined || ours < earliest || ours > latest) {
      setTo = earliest;
      setAt = answeredAt;
    }
    const aheadMs = Math.round(own.now().getTime() - now().getTime());
    const wasOff = isOff;
    isOff = Math.abs(aheadMs) > worthAWordMs;
    if (isOff && !wasOff) log.warn({ aheadMs }, "this machine's clock is off; the database's is taken");
  }

  return {
    now,
    async start() {
      await set();
      timer ??= setInterval(() => void set().catch(() => {}), setEveryMs);
    },
    stop: () => clearInterval(timer),
  };
}
