import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '../../../../src/platform/db/database.ts';
import { isUnavailable } from '../../../../src/platform/db/errors.ts';
import { memoryLog } from '../../../support/log.ts';
import { testDatabase, type TestDatabase } from '../../../support/stores.ts';
import { tcpProxy, type TcpProxy } from '../../../support/tcp-proxy.ts';

let stores: TestDatabase;
let owner: Database;
let database: Database | undefined;
let proxy: TcpProxy | undefined;

beforeAll(async () => {
  stores = await testDatabase();
  owner = createDatabase({ url: stores.url, log: memoryLog(), max: 2 });
});
afterEach(async () => {
  await database?.close();
  await proxy?.close();
  database = undefined;
  proxy = undefined;
});
afterAll(async () => {
  await owner.close();
  await stores.drop();
});

function open(
  options: { readonly url?: string; readonly max?: number; readonly queryTimeoutMs?: number } = {},
) {
  database = createDatabase({ url: stores.apiUrl, log: memoryLog(), name: 'under-test', ...options });
  return database;
}

const one = async (db: Database) => (await sql<{ one: number }>`select 1 as one`.execute(db.db)).rows[0]?.one;
const killAll = () =>
  sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'under-test' and datname = current_database()`.execute(owner.db);
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a backend that is killed', () => {
  it('in the middle of a transaction fails it as unavailable, leaves the process alive, and the pool heals', async () => {
    const db = open({ max: 1 });
    const error = await failure(
      db.transaction(async (tx) => {
        await sql`select 1`.execute(tx);
        await killAll();
        await sql`select 1`.execute(tx);
      }),
    );
    expect(isUnavailable(error)).toBe(true);
    expect(await one(db)).toBe(1);
  });

  it('while all connections are idle is not noticed by the next queries', async () => {
    const db = open({ max: 3 });
    await Promise.all([one(db), one(db), one(db)]);
    for (let round = 0; round < 5; round += 1) {
      await killAll();
      // A query may meet a connection whose end it has not heard of; the one after that must not.
      await failure(Promise.all([one(db), one(db), one(db)]));
      expect(await Promise.all([one(db), one(db), one(db)])).toEqual([1, 1, 1]);
    }
  });

  it('in the middle of a statement fails that statement only', async () => {
    const db = open({ max: 2 });
    const waiting = failure(sql`select pg_sleep(3)`.execute(db.db));
    await expect
      .poll(async () => {
        const { rows } = await sql<{ n: number }>`select count(*)::integer as n from pg_stat_activity
        where application_name = 'under-test' and wait_event = 'PgSleep'`.execute(owner.db);
        return rows[0]?.n;
      })
      .toBe(1);
    await killAll();
    expect(isUnavailable(await waiting)).toBe(true);
    expect(await one(db)).toBe(1);
  });
});

describe('a network that swallows packets', () => {
  it('costs one time-out, and the pool heals on the next query', async () => {
    proxy = await tcpProxy(stores.apiUrl);
    const db = open({ url: proxy.url, max: 1, queryTimeoutMs: 400 });
    expect(await one(db)).toBe(1);
    proxy.swallow();
    const started = performance.now();
    expect(isUnavailable(await failure(one(db)))).toBe(true);
    expect(performance.now() - started).toBeLessThan(800);
    proxy.forward();
    expect(await one(db)).toBe(1);
  });

  it('costs a transaction one time-out and not a second one for its rollback', async () => {
    proxy = await tcpProxy(stores.apiUrl);
    const db = open({ url: proxy.url, max: 1, queryTimeoutMs: 400 });
    const started = performance.now();
    const error = await failure(
      db.transaction(async (tx) => {
        await sql`select 1`.execute(tx);
        proxy?.swallow();
        await sql`select 1`.execute(tx);
      }),
    );
    expect(isUnavailable(error)).toBe(true);
    expect(performance.now() - started).toBeLessThan(1200);
    proxy.forward();
    expect(await one(db)).toBe(1);
  });
});

describe('the limits of the pool', () => {
  it('reject a caller after two seconds when every connection is held, and serve again afterwards', async () => {
    const db = open({ max: 1 });
    let letGo = () => {};
    const held = db.transaction(
      (tx) => new Promise<void>((resolve) => void sql`select 1`.execute(tx).then(() => (letGo = resolve))),
    );
    const started = performance.now();
    expect(isUnavailable(await failure(one(db)))).toBe(true);
    expect(performance.now() - started).toBeLessThan(2500);
    letGo();
    await held;
    expect(await one(db)).toBe(1);
  });

  it('stop a long statement on the server, and keep the connection', async () => {
    const db = open({ max: 1, queryTimeoutMs: 1200 });
    expect(isUnavailable(await failure(sql`select pg_sleep(5)`.execute(db.db)))).toBe(true);
    expect(db.stats()).toMatchObject({ total: 1, idle: 1 });
    expect(await one(db)).toBe(1);
  });

  it('answer unavailable when nothing listens', async () => {
    const nowhere = new URL(stores.apiUrl);
    nowhere.port = '1';
    const db = open({ url: nowhere.href });
    expect(isUnavailable(await failure(one(db)))).toBe(true);
    expect(isUnavailable(await failure(db.ping()))).toBe(true);
  });
});

describe('a marked statement', () => {
  it('is prepared once on each connection, and any number of texts may share a mark', async () => {
    const db = open({ max: 1 });
    for (let run = 0; run < 3; run += 1) {
      await sql`/* prepared: test.one */ select ${run}::integer as one`.execute(db.db);
      await sql`/* prepared: test.one */ select ${run}::integer as two`.execute(db.db);
      await sql`select ${run}::integer as unmarked`.execute(db.db);
    }
    const { rows } = await sql<{ name: string; runs: string }>`
      select name, generic_plans + custom_plans as runs from pg_prepared_statements`.execute(db.db);
    expect(rows.map(({ name }) => name.replace(/[0-9a-f]{16}$/, '…'))).toEqual(['test.one.…', 'test.one.…']);
    expect(rows.map(({ runs }) => Number(runs))).toEqual([3, 3]);
  });

  it('survives a migration that changes the type of its column', async () => {
    const db = open({ url: stores.url, max: 1 });
    await sql`create table changing (a integer)`.execute(db.db);
    const read = () => sql`/* prepared: test.changing */ select a from changing`.execute(db.db);
    await read();
    await sql`alter table changing alter column a type text`.execute(db.db);
    await failure(read());
    expect((await read()).rows).toEqual([]);
  });
});
