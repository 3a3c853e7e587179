import { describe, expect, it } from 'vitest';
import { generatedSql } from './generated-sql.ts';
import { sqlSamples } from './sql-samples/index.ts';
import { readRepositoryFile, repositoryFiles } from './tracked-files.ts';

describe('docs/sql', () => {
  it('shows the SQL that the repositories send (else run: npx tsx test/guards/generate.ts)', async () => {
    for (const [path, text] of Object.entries(await generatedSql())) {
      expect(readRepositoryFile(path), path).toBe(text);
    }
  });

  it('holds no file of a repository that is gone', async () => {
    expect(repositoryFiles(/^docs\/sql\//)).toEqual(Object.keys(await generatedSql()).toSorted());
  });

  it.each(repositoryFiles(/^src\/.*\.repository\.ts$/))(
    'has a sample of every function of %s',
    async (file) => {
      const feature = /([a-z-]+)\.repository\.ts$/.exec(file)?.[1] ?? '';
      const module = (await import(/* @vite-ignore */ `../../${file}`)) as Record<string, unknown>;
      const functions = Object.keys(module).filter((name) => typeof module[name] === 'function');
      expect(Object.keys(sqlSamples[feature] ?? {}).toSorted()).toEqual(functions.toSorted());
      expect(functions.length).toBeGreaterThan(0);
    },
  );
});
