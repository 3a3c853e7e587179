import { Client } from 'pg';

/** Asks the database itself, as its owner: for what a test must see beneath the product. */
export async function rowsOf<T extends object>(url: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString: url, application_name: 'test-rows' });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** How many rows each table of a call's work holds. */
export async function countRows(url: string): Promise<Record<string, number>> {
  const tables = ['calls', 'cases', 'callbacks', 'recordings', 'outbox', 'call_turns', 'data_keys'];
  const counts = tables.map((table) => `select '${table}' as name, count(*)::int as count from ${table}`);
  const rows = await rowsOf<{ name: string; count: number }>(url, counts.join(' union all '));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
