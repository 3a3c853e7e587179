import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from '../../../../migrations/index.ts';
import { createDatabase, type Database } from '../../../../src/platform/db/database.ts';
import { migrateToLatest } from '../../../../src/platform/db/migrate.ts';
import { ensureLoginRoles } from '../../../../src/platform/db/roles.ts';
import { memoryLog } from '../../../support/log.ts';
import { testDatabase, type TestDatabase } from '../../../support/stores.ts';

const all = Object.keys(migrations).sort();
let stores: TestDatabase;
beforeAll(async () => {
  stores = await testDatabase();
});
afterAll(() => stores.drop());

/** Empty databases beside the test's own, for as long as `work` runs. */
async function withEmptyDatabases<T>(count: number, work: (urls: string[]) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: stores.url });
  await client.connect();
  const base = new URL(stores.url).pathname.slice(1);
  const names = Array.from({ length: count }, (_, at) => `${base}_empty_${at}`);
  try {
    for (const name of names) await client.query(`create database ${name} template template0`);
    return await work(names.map((name) => Object.assign(new URL(stores.url), { pathname: `/${name}` }).href));
  } finally {
    for (const name of names) await client.query(`drop database if exists ${name} with (force)`);
    await client.end();
  }
}

describe('migrating', () => {
  it('applies everything once, and then finds nothing to do', async () => {
    await withEmptyDatabases(1, async ([url = '']) => {
      expect(await migrateToLatest(url)).toEqual(all);
      expect(await migrateToLatest(url)).toEqual([]);
    });
  });

  it('twice at once applies everything once', async () => {
    await withEmptyDatabases(1, async ([url = '']) => {
      const applied = await Promise.all([migrateToLatest(url), migrateToLatest(url), migrateToLatest(url)]);
      expect(applied.flat()).toEqual(all);
    });
  });

  it('of several databases of one server at once does not trip over the roles that they share', async () => {
    await withEmptyDatabases(4, async (urls) => {
      const applied = await Promise.all(urls.map(migrateToLatest));
      expect(applied).toEqual(urls.map(() => all));
    });
  });
});

describe('the logins', () => {
  it('can be ensured by several at once, and sign in as the roles', async () => {
    const passwords = { api: 'test', worker: 'test' };
    const ensured = await Promise.all(
      Array.from({ length: 6 }, () => ensureLoginRoles(stores.url, passwords)),
    );
    const { apiUrl, workerUrl } = ensured[0] ?? { apiUrl: '', workerUrl: '' };
    for (const [url, role] of [
      [apiUrl, 'hotline_api'],
      [workerUrl, 'hotline_worker'],
    ] as const) {
      const database = createDatabase({ url, role, log: memoryLog() });
      const { rows } = await sql<{ who: string }>`select current_user as who`.execute(database.db);
      await database.close();
      expect(rows[0]?.who).toBe(role);
    }
  });
});

describe('the application roles', () => {
  const roles = ['hotline_api', 'hotline_worker'] as const;
  const open = (role: (typeof roles)[number]): Database =>
    createDatabase({
      url: role === 'hotline_api' ? stores.apiUrl : stores.workerUrl,
      role,
      log: memoryLog(),
    });

  it('own nothing and have no special rights', async () => {
    const owner = createDatabase({ url: stores.url, log: memoryLog() });
    const { rows: owned } = await sql`
      select relname from pg_class where relowner in ('hotline_api'::regrole, 'hotline_worker'::regrole)`.execute(
      owner.db,
    );
    const { rows: special } = await sql`
      select rolname from pg_roles where rolname in ('hotline_api', 'hotline_worker')
        and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)`.execute(owner.db);
    await owner.close();
    expect([owned, special]).toEqual([[], []]);
  });

  it.each(roles)('%s cannot change the schema, switch roles, or take back what must stay', async (role) => {
    const database = open(role);
    const refused = async (text: string) => {
      const error = await sql
        .raw(text)
        .execute(database.db)
        .then(
          () => 'done',
          (error: Error) => String(error.cause),
        );
      expect(error, text).toContain('SQLSTATE 42501');
    };
    await refused('create table mine (id integer)');
    await refused('create schema mine');
    await refused('drop table outbox');
    await refused('alter table calls add column note text');
    await refused('alter table calls disable trigger all');
    await refused('truncate outbox');
    await refused('create index mine on calls (id)');
    await refused('create role mine');
    await refused(`set role ${new URL(stores.url).username}`);
    await refused('delete from calls');
    await refused('delete from cases');
    await refused('delete from callbacks');
    await refused('delete from call_turns');
    await refused('update call_turns set turn = turn');
    await refused('delete from data_keys');
    await refused('insert into staff select * from staff');
    await refused('update offices set name = name');
    await refused('delete from kysely_migration');
    await database.close();
  });

  it('only the worker prunes the outbox, and only the api reads staff', async () => {
    const [api, worker] = [open('hotline_api'), open('hotline_worker')];
    const sqlstate = (database: Database, text: string) =>
      sql
        .raw(text)
        .execute(database.db)
        .then(
          () => 'done',
          (error: Error) => String(error.cause),
        );
    expect(await sqlstate(worker, 'delete from outbox')).toBe('done');
    expect(await sqlstate(api, 'delete from outbox')).toContain('42501');
    expect(await sqlstate(api, 'select * from staff')).toBe('done');
    expect(await sqlstate(worker, 'select * from staff')).toContain('42501');
    await Promise.all([api.close(), worker.close()]);
  });
});
