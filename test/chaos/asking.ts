import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const patienceMs = 60_000;

/** Opens a connection that may be cut at any time: its errors reach whoever asks it, and nobody else. */
export async function connectTo(url: string): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: 'chaos-harness',
    connectionTimeoutMillis: 5_000,
    query_timeout: 30_000,
  });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Rows of a statement, asked again while the database is away: the harness outlasts its own faults. */
export async function rowsFrom<T extends object>(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<T[]> {
  return persistently(async () => {
    const client = await connectTo(url);
    try {
      return (await client.query<T>(statement, values)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  });
}

/** Does something until it works, for a minute. */
export async function persistently<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(200);
    }
  }
}
