import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../../../../src/kernel/errors.ts';
import { createDatabase, type Database } from '../../../../src/platform/db/database.ts';
import { isConflict, isContended } from '../../../../src/platform/db/errors.ts';
import { memoryLog } from '../../../support/log.ts';
import { testDatabase, type TestDatabase } from '../../../support/stores.ts';

let stores: TestDatabase;
let owner: Database;
beforeAll(async () => {
  stores = await testDatabase();
  owner = createDatabase({ url: stores.url, log: memoryLog(), max: 20 });
  await sql`create table slots (id integer primary key, taken integer not null, note text unique)`.execute(
    owner.db,
  );
});
afterAll(async () => {
  await owner.close();
  await stores.drop();
});

const caught = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a transaction', () => {
  it('is run again when others get in its way, so that no increment is lost', async () => {
    await sql`insert into slots values (1, 0)`.execute(owner.db);
    const increment = () =>
      owner.transaction(
        async (tx) => {
          const { rows } = await sql<{ taken: number }>`select taken from slots where id = 1`.execute(tx);
          await sql`update slots set taken = ${(rows[0]?.taken ?? 0) + 1} where id = 1`.execute(tx);
        },
        { isolation: 'serializable' },
      );
    // In each round at least one commits, so eight contenders need eight tries at most.
    await Promise.all(Array.from({ length: 8 }, increment));
    const { rows } = await sql<{ taken: number }>`select taken from slots where id = 1`.execute(owner.db);
    expect(rows[0]?.taken).toBe(8);
  });

  it('gives up after eight tries', async () => {
    let tries = 0;
    const error = await caught(
      owner.transaction(async (tx) => {
        tries += 1;
        await sql`do $$ begin raise exception using errcode = '40001'; end $$`.execute(tx);
      }),
    );
    expect(isContended(error)).toBe(true);
    expect(tries).toBe(8);
  });

  it('is run again after a deadlock, and both come through', async () => {
    await sql`insert into slots values (10, 0), (11, 0)`.execute(owner.db);
    let ready = 0;
    let meet = () => {};
    const bothHoldOne = new Promise<void>((resolve) => (meet = resolve));
    const lockInOrder = (first: number, second: number) => {
      let met = false;
      return owner.transaction(async (tx) => {
        await sql`update slots set taken = taken + 1 where id = ${first}`.execute(tx);
        if (!met) {
          met = true;
          ready += 1;
          if (ready === 2) meet();
          await bothHoldOne;
        }
        await sql`update slots set taken = taken + 1 where id = ${second}`.execute(tx);
      });
    };
    await Promise.all([lockInOrder(10, 11), lockInOrder(11, 10)]);
    const { rows } = await sql<{ taken: number }>`select taken from slots where id in (10, 11)`.execute(
      owner.db,
    );
    expect(rows.map(({ taken }) => taken)).toEqual([2, 2]);
  });

  it('leaves nothing behind when its work throws', async () => {
    const error = await caught(
      owner.transaction(async (tx) => {
        await sql`insert into slots values (20, 0)`.execute(tx);
        throw new Error('changed my mind');
      }),
    );
    expect(error).toMatchObject({ message: 'changed my mind' });
    const { rows } = await sql`select from slots where id = 20`.execute(owner.db);
    expect(rows).toEqual([]);
  });
});

describe('an error of Postgres', () => {
  it('that is a conflict names its constraint and quotes no value', async () => {
    const insert = (id: number) =>
      sql`insert into slots values (${id}, 0, 'call my sister')`.execute(owner.db);
    await insert(30);
    const error = await caught(insert(31));
    expect(isConflict(error)).toBe(true);
    expect(isConflict(error, 'slots_note_key')).toBe(true);
    expect(isConflict(error, 'slots_pkey')).toBe(false);
    expect(everythingIn(error)).not.toContain('sister');
  });

  it('that is a bad value quotes no value', async () => {
    const error = await caught(sql`select ${'call my sister'}::uuid`.execute(owner.db));
    expect(isAppError(error, 'db.failed')).toBe(true);
    expect(everythingIn(error)).toContain('22P02');
    expect(everythingIn(error)).not.toContain('sister');
  });

  it('that is a mistake of ours says which', async () => {
    const error = await caught(sql`select from nowhere where a = ${'call my sister'}`.execute(owner.db));
    expect(everythingIn(error)).toContain('relation "nowhere" does not exist');
    expect(everythingIn(error)).not.toContain('sister');
  });
});

function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), error.cause && everythingIn(error.cause)].join(
    '\n',
  );
}

describe('a calendar date', () => {
  it('is read as it is written, in any zone', async () => {
    const { rows } = await sql<{ day: string }>`select '2026-11-24'::date as day`.execute(owner.db);
    expect(rows[0]?.day).toBe('2026-11-24');
  });
});
