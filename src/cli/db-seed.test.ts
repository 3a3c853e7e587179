import { afterEach, describe, expect, it, vi } from 'vitest';
import { seedCommand } from './db-seed.ts';

afterEach(() => vi.restoreAllMocks());

const local = { DATABASE_URL: 'postgres://owner:secret@127.0.0.1:5432/hotline' };
const seed = (args: string, env: NodeJS.ProcessEnv = local) => seedCommand(args.split(' '), env);

describe('filling a database', () => {
  it.each([
    '--cases 0',
    '--cases ten',
    '--cases 21000000',
    '--cases 10 --callbacks 11',
    '--cases 10 --open 4 --due 5',
    '--cases 10 --seed x',
  ])('is not begun with what makes no sense: %s', async (args) => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    expect(await seed(args)).toBe(2);
    expect(said).toHaveBeenCalled();
  });

  it.each([
    ['in production', { ...local, NODE_ENV: 'production' }, ''],
    ['on another machine', { DATABASE_URL: 'postgres://owner:secret@db.example.org/hotline' }, ''],
    ['that is not the one named', local, ' --database staging'],
  ])('is not begun on a database %s', async (_, env, named) => {
    const refused = seed(`--cases 10${named}`, env);
    await expect(refused).rejects.toMatchObject({ code: 'db.seed_refused' });
    await expect(refused).rejects.not.toMatchObject({ detail: expect.stringContaining('secret') });
  });

  it('needs the key that the application will read with', async () => {
    await expect(seed('--cases 10')).rejects.toMatchObject({ code: 'config.invalid' });
  });
});
