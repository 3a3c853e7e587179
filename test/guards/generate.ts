import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { flowJsonSchema } from '../../src/ivr/language/schema.ts';
import provideStores from '../support/global-setup.ts';
import { testDatabase } from '../support/stores.ts';
import { generatedDocs } from './generated-docs.ts';
import { generatedSchema } from './generated-schema.ts';
import { generatedSql } from './generated-sql.ts';

/** Writes every generated file anew: `npx tsx test/guards/generate.ts`. Tests fail while one is out of date. */
const root = new URL('../../', import.meta.url);

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = new URL(path, root);
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`${path}\n`);
  }
}

/** For editors of `flow.yaml`; `test/flows/shipped-flows.test.ts` sees when it is out of date. */
async function generatedFlowSchema(): Promise<Record<string, string>> {
  const path = 'ivr-flows/flow.schema.json';
  const options = await resolveConfig(new URL(path, root));
  return { [path]: await format(JSON.stringify(flowJsonSchema(), null, 2), { ...options, parser: 'json' }) };
}

write(await generatedSql());
write(await generatedFlowSchema());
write(await generatedDocs());
const stop = await provideStores();
try {
  const database = await testDatabase();
  write(await generatedSchema(database.url));
  await database.drop();
} finally {
  await stop();
}
