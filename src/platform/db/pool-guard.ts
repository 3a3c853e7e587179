import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import type { Log } from '../../kernel/ports.ts';
import { breaksConnection, databaseError } from './errors.ts';

/**
 * Stands between Kysely and node-postgres' pool and mends two defects, both reproduced on these versions:
 *
 * 1. A backend that dies while its client is checked out makes the client emit `error`. The pool listens only
 *    to idle clients, so without a listener of ours the process dies of an unhandled event.
 * 2. Kysely releases a client without saying that its query failed. After `query_timeout` or a dead socket the
 *    client would go back into the pool, and every next query would time out on it.
 *
 * It also turns everything thrown into coded errors, and sends marked statements as prepared ones.
 */
export function guardPool(pool: pg.Pool, log: Log): PostgresPool {
  const guarded = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ code: codeOf(error) }, 'a database connection broke'));
  });
  // The listener above has already logged it.
  pool.on('error', () => {});
  return {
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw databaseError(error);
      });
      const known = guarded.get(client);
      if (known) return known;
      const fresh = guardClient(client);
      guarded.set(client, fresh);
      return fresh;
    },
    end: () => pool.end(),
  };
}

/** One wrapper a client, since Kysely recognises its connections by identity. */
function guardClient(client: pg.PoolClient): PostgresPoolClient {
  let broken: Error | undefined;
  client.on('error', (error) => (broken ??= error));

  async function query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // Asking a dead client again (a rollback, say) would only wait for the next time-out.
    if (broken) throw databaseError(broken);
    try {
      const statement = { ...preparedName(text), text, values: [...parameters] };
      const { command, rowCount, rows } = await client.query<R & pg.QueryResultRow>(statement);
      return { command: command as PostgresQueryResult<R>['command'], rowCount: rowCount ?? 0, rows };
    } catch (error) {
      const coded = databaseError(error);
      if (breaksConnection(error)) broken ??= coded;
      throw coded;
    }
  }

  return {
    query: query as PostgresPoolClient['query'],
    release: (discard?: boolean | Error) => client.release(broken ?? discard),
  };
}

const marker = /^\/\* prepared: ([a-z_]+\.[a-z_]+) \*\//;
const preparedNames = new Map<string, string>();
/** Marked statements are few and fixed; past this a text is being assembled, and would fill the server's memory. */
const maxPreparedStatements = 200;

/**
 * A text that begins with `/* prepared: feature.method *\/` is parsed and planned once per connection. The hash
 * keeps two texts under one marker apart.
 */
function preparedName(text: string): { name: string } | undefined {
  if (!text.startsWith('/* prepared: ')) return undefined;
  const known = preparedNames.get(text);
  if (known) return { name: known };
  const label = marker.exec(text)?.[1];
  if (!label || preparedNames.size >= maxPreparedStatements) return undefined;
  const name = `${label.slice(0, 40)}.${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  preparedNames.set(text, name);
  return { name };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
