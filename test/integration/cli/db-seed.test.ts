import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dbCommand } from '../../../src/cli/db.ts';
import { startHotline, type Hotline } from '../../support/hotline.ts';
import { rowsOf } from '../../support/rows.ts';
import { signedIn, type Page } from '../../support/staff-client.ts';

let hotline: Hotline;
beforeEach(async () => {
  vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  hotline = await startHotline();
});
afterEach(() => hotline.stop());

const seed = (args: string, env: NodeJS.ProcessEnv = {}) =>
  dbCommand(['seed', ...args.split(' ')], {
    DATABASE_URL: hotline.database.url,
    MASTER_KEY_FILE: hotline.config.vault.masterKeyFile,
    ...env,
  });
const count = async (table: string) => {
  const [row] = await rowsOf<{ count: number }>(
    hotline.database.url,
    `select count(*)::int as count from ${table}`,
  );
  return row?.count;
};

describe('hotline db seed --cases', () => {
  it('fills a database with cases that staff can read and work', async () => {
    expect(await seed('--cases 300 --callbacks 200 --open 100 --due 10')).toBe(0);
    expect([await count('cases'), await count('callbacks')]).toEqual([300, 200]);
    expect(await count(`callbacks where state <> 'closed'`)).toBe(100);
    const officer = await signedIn(hotline);
    const [first] = (await officer.get<Page<{ id: string }>>('/api/cases')).body.items;
    const { body } = await officer.get<{ details: object }>(`/api/cases/${first?.id}`);
    expect(body.details).toMatchObject({ number: expect.stringMatching(/^ends in \d\d$/) });
    const ready = (await officer.get<Page<{ id: string }>>('/api/callbacks?view=unclaimed')).body.items;
    expect((await officer.post(`/api/callbacks/${ready[0]?.id}/claim`, {})).status).toBe(200);
  });

  it('goes on after what an earlier run has made up', async () => {
    expect(await seed('--cases 30')).toBe(0);
    expect(await seed('--cases 30')).toBe(0);
    expect(await count('cases')).toBe(60);
  });

  it('refuses a database that people have called, until that is meant', async () => {
    await hotline.call([{ hangUp: true }]);
    await expect(seed('--cases 10')).rejects.toMatchObject({ code: 'db.seed_refused' });
    expect(await count('callbacks')).toBe(0);
    expect(await seed('--cases 10 --into-existing')).toBe(0);
    expect(await count('callbacks')).toBe(10);
  });

  it('fills what may be production when it is meant by its name', async () => {
    const name = new URL(hotline.database.url).pathname.slice(1);
    expect(await seed(`--cases 10 --database ${name}`, { NODE_ENV: 'production' })).toBe(0);
    expect(await count('cases')).toBe(10);
  });
});
