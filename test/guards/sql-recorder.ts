import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
} from 'kysely';
import type { DB } from '../../src/platform/db/schema.gen.ts';
import type { Tx } from '../../src/platform/db/database.ts';

/** Rows that a statement is answered with, so that the method under it goes on. */
export type CannedRows = readonly Readonly<Record<string, unknown>>[];

/**
 * A database that writes down the SQL of each statement and answers it with the next of the canned results (or
 * no rows). What it gives is the text that Postgres would get: only values are left out.
 */
export async function recordSql(
  call: (tx: Tx) => Promise<unknown>,
  canned: readonly CannedRows[] = [],
): Promise<string[]> {
  const statements: string[] = [];
  const db = new Kysely<DB>({ dialect: recordingDialect(statements, canned) });
  await db.transaction().execute(call);
  return statements;
}

function recordingDialect(statements: string[], canned: readonly CannedRows[]): Dialect {
  const connection: DatabaseConnection = {
    executeQuery: <R>({ sql }: CompiledQuery): Promise<QueryResult<R>> => {
      const rows = (canned[statements.length] ?? []) as readonly R[];
      statements.push(sql);
      return Promise.resolve({ rows: [...rows], numAffectedRows: BigInt(rows.length) });
    },
    streamQuery() {
      throw new Error('no statement is streamed');
    },
  };
  const nothing = async () => {};
  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      init: nothing,
      acquireConnection: async () => connection,
      beginTransaction: nothing,
      commitTransaction: nothing,
      rollbackTransaction: nothing,
      releaseConnection: nothing,
      destroy: nothing,
    }),
  };
}
