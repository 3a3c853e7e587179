import { setTimeout as wait } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql, type IsolationLevel, type Transaction } from 'kysely';
import { Pool, TypeOverrides, types, type PoolConfig } from 'pg';
import type { Log } from '../../kernel/ports.ts';
import { isContended } from './errors.ts';
import { guardPool } from './pool-guard.ts';
import type { DB } from './schema.gen.ts';

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;
/** First argument of every repository method: alone, or inside the transaction that a service opened. */
export type Queryable = Db | Tx;

export interface DatabaseOptions {
  readonly url: string;
  /** Dropped to at connect: a login that is a member of `hotline_api` then has that role's rights and no others. */
  readonly role?: 'hotline_api' | 'hotline_worker';
  /** Connections at most. */
  readonly max?: number;
  /** Shown in `pg_stat_activity`. */
  readonly name?: string;
  /** How long a statement may take before we give it up, in milliseconds. The server stops it a second earlier. */
  readonly queryTimeoutMs?: number;
  readonly log: Log;
}

export interface Database {
  readonly db: Db;
  /**
   * Runs `work` between BEGIN and COMMIT, and runs all of it again when another transaction got in the way.
   * Only `tx` may be used inside, and nothing slow may happen there.
   *
   * @throws AppError the code of `databaseError`; `db.contended` after eight tries.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: { readonly isolation?: IsolationLevel }): Promise<T>;
  /** Whether Postgres answers, for readiness. @throws AppError `db.unavailable` */
  readonly ping: () => Promise<void>;
  /** Connections in all, idle, and callers waiting for one: gauges. */
  readonly stats: () => { readonly total: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

const maxTries = 8;
const firstBackoffMs = 5;
const maxBackoffMs = 160;

/**
 * How long to wait before try `next`: doubled each time, and spread between half and one and a half of that, so that
 * those who met once do not meet again. Multiples of the golden ratio spread evenly without any randomness.
 */
function createBackoff(): (next: number) => number {
  let turn = 0;
  return (next) => {
    turn += 1;
    const spread = 0.5 + ((turn * 0.618_033_988_7) % 1);
    return Math.min(firstBackoffMs * 2 ** (next - 2), maxBackoffMs) * spread;
  };
}

/**
 * Opens a pool of connections. Nothing is connected until the first query, so that a process may start while
 * Postgres is away.
 *
 * @example
 * const database = createDatabase({ url, role: 'hotline_api', log });
 * await database.transaction((tx) => tx.insertInto('offices').values(office).execute());
 */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = new Pool(poolConfig(options));
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: guardPool(pool, options.log) }) });
  const backoffMs = createBackoff();

  return {
    db,
    async transaction(work, { isolation } = {}) {
      for (let tried = 1; ; tried += 1) {
        const builder = isolation ? db.transaction().setIsolationLevel(isolation) : db.transaction();
        try {
          return await builder.execute(work);
        } catch (error) {
          if (!isContended(error) || tried === maxTries) throw error;
          await wait(backoffMs(tried + 1));
        }
      }
    },
    ping: async () => void (await sql`select 1`.execute(db)),
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => db.destroy(),
  };
}

function poolConfig({
  url,
  role,
  max = 16,
  name = 'hotline',
  queryTimeoutMs = 5000,
}: DatabaseOptions): PoolConfig {
  return {
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 2000,
    query_timeout: queryTimeoutMs,
    statement_timeout: Math.max(queryTimeoutMs - 1000, 100),
    lock_timeout: 2000,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    maxLifetimeSeconds: 1800,
    ...(role && { options: `-c role=${role}` }),
    types: columnTypes,
  };
}

/** A calendar date is a string, `YYYY-MM-DD`: the driver would make it midnight in the zone of this machine. */
const columnTypes = new TypeOverrides();
columnTypes.setTypeParser(types.builtins.DATE, (value) => value);
