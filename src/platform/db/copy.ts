import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { Insertable } from 'kysely';
import { Client, type Connection, type Submittable } from 'pg';
import { encodeCopyRow } from './copy-text.ts';
import { databaseError } from './errors.ts';
import type { DB } from './schema.gen.ts';

/** A row as a table takes it, by the generated schema. */
export type NewRow<T extends keyof DB> = Insertable<DB[T]>;

/** Copies rows into tables, within one transaction. */
export interface BulkLoad {
  /**
   * Sends rows by COPY … FROM STDIN, as they are made: none is held longer than until the server has taken it.
   * The columns are those of the first row; others take their defaults. Constraints and indexes hold as for any
   * insert.
   *
   * @returns how many rows there were
   * @throws AppError as `databaseError` tells; what `rows` itself throws
   */
  copy<T extends keyof DB>(table: T, rows: Iterable<NewRow<T>>): Promise<number>;
}

export interface BulkLoader {
  /** All of it or nothing. */
  transaction<R>(work: (load: BulkLoad) => Promise<R>): Promise<R>;
  /** Brings the planner's figures and the visibility maps up to date, which hours of autovacuum would do as well. */
  settle(tables: readonly (keyof DB)[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a connection for large amounts of rows: one, and without time limits.
 *
 * The `pg` package refuses to copy by itself, but takes objects that speak the protocol, as its cursors do.
 *
 * @param ownerUrl of the role that owns the tables
 * @example
 * const loader = await openBulkLoader(ownerUrl);
 * await loader.transaction((load) => load.copy('offices', offices));
 */
export async function openBulkLoader(ownerUrl: string): Promise<BulkLoader> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'hotline-bulk' });
  // The statement that it breaks in rejects as well.
  client.on('error', () => {});
  const run = async (text: string): Promise<void> => {
    await client.query(text).catch((error: unknown) => {
      throw databaseError(error);
    });
  };
  await client.connect().catch((error: unknown) => {
    throw databaseError(error);
  });
  const load: BulkLoad = {
    async copy(table, rows) {
      const { columns, all } = withColumns(rows);
      if (columns.length === 0) return 0;
      const names = columns.map((column) => client.escapeIdentifier(column)).join(', ');
      const text = `copy ${client.escapeIdentifier(table)} (${names}) from stdin`;
      return await copyFrom(client, text, chunksOf(columns, all));
    },
  };
  return {
    async transaction(work) {
      await run('begin');
      try {
        const result = await work(load);
        await run('commit');
        return result;
      } catch (error) {
        // Where the connection is gone, so is the transaction.
        await run('rollback').catch(() => {});
        throw error;
      }
    },
    settle: (tables) =>
      run(`vacuum (analyze) ${tables.map((table) => client.escapeIdentifier(table)).join(', ')}`),
    close: () => client.end(),
  };
}

type Row = Readonly<Record<string, unknown>>;

/** Looks at the first row for its columns, without losing it. */
function withColumns(rows: Iterable<object>): { columns: readonly string[]; all: Iterable<Row> } {
  const rest = rows[Symbol.iterator]() as Iterator<Row>;
  const first = rest.next();
  if (first.done === true) return { columns: [], all: [] };
  function* all() {
    for (let next = first; next.done !== true; next = rest.next()) yield next.value;
  }
  return { columns: Object.keys(first.value), all: all() };
}

const chunkLength = 65_536;

function* chunksOf(columns: readonly string[], rows: Iterable<Row>): Generator<Buffer> {
  let text = '';
  for (const row of rows) {
    text += encodeCopyRow(columns.map((column) => row[column]));
    if (text.length < chunkLength) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  if (text !== '') yield Buffer.from(text, 'utf8');
}

/** Runs one COPY and feeds it. Resolves with the number of rows that the server counted. */
async function copyFrom(client: Client, text: string, chunks: Iterable<Buffer>): Promise<number> {
  const source: Source = { chunks: chunks[Symbol.iterator](), failure: null };
  try {
    return await new Promise<number>((resolve, reject) => {
      client.query(copyStatement(text, source, { resolve, reject }));
    });
  } catch (error) {
    // The server only says that we gave up; why is ours to say.
    throw source.failure === null ? databaseError(error) : source.failure.error;
  }
}

interface Source {
  readonly chunks: Iterator<Buffer>;
  failure: { readonly error: unknown } | null;
}

/** The next chunk; null at the end, and where there is none because making it failed. */
function nextOf(source: Source): Buffer | null {
  try {
    const next = source.chunks.next();
    return next.done === true ? null : next.value;
  } catch (error) {
    source.failure = { error };
    return null;
  }
}

/** What the client calls on a statement in the course of a COPY FROM. */
interface CopyStatement extends Submittable {
  handleCopyInResponse(connection: Connection): void;
  handleCommandComplete(message: { readonly text: string }): void;
  handleReadyForQuery(): void;
  handleError(error: unknown): void;
}

function copyStatement(
  text: string,
  source: Source,
  outcome: { resolve(rows: number): void; reject(error: unknown): void },
): CopyStatement {
  const over = new AbortController();
  let rows = 0;
  const handleError = (error: unknown): void => {
    over.abort();
    outcome.reject(error);
  };
  return {
    submit: (connection) => connection.query(text),
    handleCopyInResponse: ({ stream }) => void feed(stream, source, over.signal).catch(handleError),
    handleCommandComplete: ({ text: tag }) => void (rows = Number(/^COPY (\d+)$/.exec(tag)?.[1] ?? 0)),
    handleReadyForQuery: () => outcome.resolve(rows),
    handleError,
  };
}

/** Sends the chunks as fast as the socket takes them, until the server has refused one or the socket has broken. */
async function feed(stream: Duplex, source: Source, over: AbortSignal): Promise<void> {
  for (let chunk = nextOf(source); chunk !== null; chunk = nextOf(source)) {
    const hasRoom = stream.write(message('d', chunk));
    if (!hasRoom) await once(stream, 'drain', { signal: over });
    if (over.aborted) return;
  }
  stream.write(source.failure === null ? message('c', '') : message('f', 'the rows could not be made\0'));
}

/** A message of the protocol: `d` CopyData, `c` CopyDone, `f` CopyFail. Its length counts itself (manual, 55.7). */
function message(type: 'd' | 'c' | 'f', body: Buffer | string): Buffer {
  const content = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}
