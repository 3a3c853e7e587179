import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { migrateToLatest } from '../../src/platform/db/migrate.ts';
import { ensureLoginRoles } from '../../src/platform/db/roles.ts';

export interface TestDatabase {
  /** Of the role that owns the tables. */
  readonly url: string;
  /** Of a login that may do what the api may. */
  readonly apiUrl: string;
  /** Of a login that may do what the worker may. */
  readonly workerUrl: string;
  /** Deletes the database. @throws when the test has left a connection open. */
  drop(): Promise<void>;
}

export interface TestRedis {
  /** Of a logical database that no other test uses. */
  readonly url: string;
  /** Empties it. */
  flush(): Promise<void>;
}

/** Roles belong to the server, not to a database, so every run that shares the server must agree on it. */
const rolePasswords = { api: 'test', worker: 'test' };

/**
 * A fresh database with every migration applied: a clone (~50 ms) of a template that the first test of a run
 * makes. The template's name carries a hash of the migrations, so that a changed migration is never missed.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const control = controlUrl();
  const template = await ensureTemplate(control);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(control, (client) => client.query(`create database ${name} template ${template}`));
  const url = withDatabase(control, name);
  const { apiUrl, workerUrl } = await ensureLoginRoles(url, rolePasswords);
  return { url, apiUrl, workerUrl, drop: () => dropDatabase(control, name) };
}

/** A Redis of the test's own: a logical database, emptied, of the run's server. */
export async function testRedis(): Promise<TestRedis> {
  const server = requiredUrl('TEST_REDIS_URL');
  // Database 0 only counts the others out; they are handed out again after 255, long after their test is over.
  const turn = await withRedis(server, (redis) => redis.incr('tests:redis-databases'));
  const url = new URL(server);
  url.pathname = `/${((turn - 1) % 255) + 1}`;
  const flush = async () => void (await withRedis(url.href, (redis) => redis.flushdb()));
  await flush();
  return { url: url.href, flush };
}

/** The database that we make others from. Only one whose name says that it is for tests is accepted. */
function controlUrl(): string {
  const url = requiredUrl('TEST_PG_URL');
  if (!new URL(url).pathname.startsWith('/test_')) {
    throw new Error(
      'TEST_PG_URL must name a database that begins with test_: tests create and drop databases there',
    );
  }
  return url;
}

function requiredUrl(name: 'TEST_PG_URL' | 'TEST_REDIS_URL'): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: only tests of the project "integration" have stores`);
  return url;
}

async function ensureTemplate(control: string): Promise<string> {
  const template = `test_template_${migrationsHash()}`;
  await withClient(control, async (client) => {
    await client.query(`select pg_advisory_lock(hashtext($1))`, [template]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return;
    // Renamed when complete, so that a run that dies half-way leaves no half template.
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished} template template0`);
    await migrateToLatest(withDatabase(control, unfinished));
    await client.query(`alter database ${unfinished} rename to ${template}`);
  });
  return template;
}

function migrationsHash(): string {
  const folder = new URL('../../migrations/', import.meta.url);
  const hash = createHash('sha256');
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()) {
    hash.update(name).update(readFileSync(new URL(name, folder)));
  }
  return hash.digest('hex').slice(0, 12);
}

async function dropDatabase(control: string, name: string): Promise<void> {
  await withClient(control, async (client) => {
    const connections = async () => {
      const { rows } = await client.query<{ who: string }>(
        `select coalesce(nullif(application_name, ''), 'unnamed') || ' (' || state || ')' as who
           from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
        [name],
      );
      return rows.map((row) => row.who);
    };
    // The server notices a closed socket a moment after the client has closed it.
    const deadline = performance.now() + 2_000;
    let left = await connections();
    while (left.length > 0 && performance.now() < deadline) {
      await delay(10);
      left = await connections();
    }
    await client.query(`drop database ${name} with (force)`);
    if (left.length > 0) throw new Error(`the test left ${left.length} connections open: ${left.join(', ')}`);
  });
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'test-support' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, lazyConnect: true });
  await redis.connect();
  try {
    return await work(redis);
  } finally {
    await redis.quit();
  }
}
