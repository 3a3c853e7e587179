import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedSql } from './generated-sql.ts';

describe('docs/sql', () => {
  it('shows the SQL that the repositories send (else run: npx tsx test/guards/generate.ts)', async () => {
    for (const [path, text] of Object.entries(await generatedSql())) {
      expect(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), path).toBe(text);
    }
  });
});
