import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generatedSchema } from '../../../guards/generated-schema.ts';
import { testDatabase, type TestDatabase } from '../../../support/stores.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('types and schema dump follow from the migrations (else run: npx tsx test/guards/generate.ts)', async () => {
  for (const [path, text] of Object.entries(await generatedSchema(database.url))) {
    expect(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8'), path).toBe(text);
  }
});
