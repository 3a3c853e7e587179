import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBulkLoader, type BulkLoader } from '../../../../src/platform/db/copy.ts';
import { rowsOf } from '../../../support/rows.ts';
import { testDatabase, type TestDatabase } from '../../../support/stores.ts';

let store: TestDatabase;
let loader: BulkLoader;
beforeAll(async () => {
  store = await testDatabase();
  loader = await openBulkLoader(store.url);
});
afterAll(async () => {
  await loader.close();
  await store.drop();
});
beforeEach(() => rowsOf(store.url, 'truncate data_keys cascade'));

const at = new Date('2026-03-03T15:00:00.123Z');
const keyRow = (ordinal: number, wrapped = Buffer.from([0, 9, 10, 13, 92, 255])) => ({
  id: `0193b3c4-0000-7000-8000-${String(ordinal).padStart(12, '0')}`,
  master_key_id: 'a\tb\\c\n\\N',
  wrapped,
  created_at: at,
});
const count = async () => {
  const [row] = await rowsOf<{ count: number }>(store.url, 'select count(*)::int as count from data_keys');
  return row?.count;
};

describe('copying', () => {
  it('keeps every value as it was given', async () => {
    expect(await loader.transaction((load) => load.copy('data_keys', [keyRow(1)]))).toBe(1);
    expect(await rowsOf(store.url, 'select * from data_keys')).toEqual([keyRow(1)]);
  });

  it('sends more rows than a socket holds, as they are made', async () => {
    const wrapped = Buffer.alloc(1_000, 7);
    function* rows() {
      for (let ordinal = 0; ordinal < 20_000; ordinal += 1) yield keyRow(ordinal, wrapped);
    }
    expect(await loader.transaction((load) => load.copy('data_keys', rows()))).toBe(20_000);
    expect(await count()).toBe(20_000);
  });

  it('copies no rows at all', async () => {
    expect(await loader.transaction((load) => load.copy('data_keys', []))).toBe(0);
  });

  it('takes back all of a transaction when one row is refused, says which rule, and goes on to work', async () => {
    const rows = Array.from({ length: 5_000 }, (_, ordinal) => keyRow(ordinal));
    const twice = loader.transaction(async (load) => {
      await load.copy('data_keys', rows);
      await load.copy('data_keys', [keyRow(7)]);
    });
    await expect(twice).rejects.toMatchObject({
      code: 'db.conflict',
      cause: { constraint: 'data_keys_pkey' },
    });
    expect(await count()).toBe(0);
    await loader.transaction((load) => load.copy('data_keys', [keyRow(1)]));
    expect(await count()).toBe(1);
  });

  it('gives up when its source fails, with the error of the source', async () => {
    function* rows() {
      yield keyRow(1);
      throw new Error('no more');
    }
    await expect(loader.transaction((load) => load.copy('data_keys', rows()))).rejects.toThrow('no more');
    expect(await count()).toBe(0);
  });

  it('ends with the connection', async () => {
    const other = await openBulkLoader(store.url);
    const wrapped = Buffer.alloc(1_000, 7);
    const kill = `select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy%'`;
    function* rows() {
      for (let ordinal = 0; ; ordinal += 1) {
        if (ordinal === 5_000) void rowsOf(store.url, kill);
        yield keyRow(ordinal, wrapped);
      }
    }
    const broken = other.transaction((load) => load.copy('data_keys', rows()));
    await expect(broken).rejects.toMatchObject({ code: 'db.unavailable' });
    await other.close();
  });
});
