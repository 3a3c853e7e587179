import { PostgresDialect, generate } from 'kysely-codegen';
import { dumpSchema } from '../../src/platform/db/schema-dump.ts';

/** The files that follow from the migrations: their text, by path from the root. `ownerUrl` has them applied. */
export async function generatedSchema(ownerUrl: string): Promise<Record<string, string>> {
  return {
    'src/platform/db/schema.gen.ts': await schemaTypes(ownerUrl),
    'migrations/schema.sql': await dumpSchema(ownerUrl),
  };
}

/** Dates as strings, which is how `database.ts` reads them. */
async function schemaTypes(ownerUrl: string): Promise<string> {
  const dialect = new PostgresDialect({ dateParser: 'string' });
  const db = await dialect.introspector.connect({ connectionString: ownerUrl, dialect });
  try {
    return await generate({ db, dialect, excludePattern: 'kysely_*', outFile: null, typeOnlyImports: true });
  } finally {
    await db.destroy();
  }
}
