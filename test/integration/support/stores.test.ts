import { Client } from 'pg';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { testDatabase, testRedis } from '../../support/stores.ts';

describe('the test database', () => {
  it('is a migrated database of the test’s own', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    const client = new Client({ connectionString: one.url });
    await client.connect();
    const { rows } = await client.query(
      'select count(*)::int as tables from pg_tables where schemaname = $1',
      ['public'],
    );
    await client.end();
    expect(one.url).not.toBe(other.url);
    expect(rows[0].tables).toBeGreaterThan(10);
    await Promise.all([one.drop(), other.drop()]);
  });

  it('reports a connection that the test has left open', async () => {
    const database = await testDatabase();
    const leaked = new Client({ connectionString: database.url, application_name: 'leaky' });
    leaked.on('error', () => undefined); // dropping the database ends it
    await leaked.connect();
    await expect(database.drop()).rejects.toThrow('left 1 connections open: leaky (idle)');
  });
});

describe('the test Redis', () => {
  it('is empty and apart from the others', async () => {
    const [one, other] = await Promise.all([testRedis(), testRedis()]);
    const [first, second] = [new Redis(one.url), new Redis(other.url)];
    await first.set('key', 'value');
    expect(await second.get('key')).toBeNull();
    await other.flush();
    expect(await first.get('key')).toBe('value');
    await Promise.all([first.quit(), second.quit()]);
  });
});
