import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedSql } from './generated-sql.ts';
import { sqlSamples } from './sql-samples.ts';

const root = new URL('../../', import.meta.url);
const src = new URL('src/', root);
const repositories = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.repository.ts'),
);

describe('docs/sql', () => {
  it('shows the SQL that the repositories send (else run: npx tsx test/guards/generate.ts)', async () => {
    const files = await generatedSql();
    for (const [path, text] of Object.entries(files)) {
      expect(readFileSync(new URL(path, root), 'utf8'), path).toBe(text);
    }
    const shown = readdirSync(new URL('docs/sql/', root)).map((name) => `docs/sql/${name}`);
    expect(shown.toSorted()).toEqual(Object.keys(files).toSorted());
  });

  it('has every function of every repository', async () => {
    const functions = await Promise.all(
      repositories.map(async (path) => {
        const exported = Object.entries((await import(new URL(path, src).href)) as Record<string, unknown>);
        const feature = basename(path, '.repository.ts');
        return exported.flatMap(([name, value]) =>
          typeof value === 'function' ? [`${feature}.${name}`] : [],
        );
      }),
    );
    const samples = Object.entries(sqlSamples).flatMap(([feature, named]) =>
      Object.keys(named).map((name) => `${feature}.${name}`),
    );
    expect(samples.toSorted()).toEqual(functions.flat().toSorted());
  });

  it('shows a statement for each function', async () => {
    const shown = Object.values(await generatedSql())
      .join('\n')
      .split('\n-- ')
      .slice(1);
    expect(shown.filter((part) => !part.includes(';')).map((part) => part.split('\n')[0])).toEqual([]);
  });
});
