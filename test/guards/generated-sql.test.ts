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

  it.each(repositoryFiles(/^src\/.*\.repository\.ts$/))(
    'has a sample of every function of %s',
    async (file) => {
      const feature = /([a-z]+)\.repository\.ts$/.exec(file)?.[1] ?? '';
      const module = (await import(/* @vite-ignore */ `../../${file}`)) as Record<string, unknown>;
      const sends = Object.entries(module).filter(
        ([, value]) => typeof value === 'function' && value.constructor.name === 'AsyncFunction',
      );
      expect(Object.keys(sqlSamples[feature] ?? {})).toEqual(
        expect.arrayContaining(sends.map(([name]) => name)),
      );
      expect(sends.length).toBeGreaterThan(0);
    },
  );
});
