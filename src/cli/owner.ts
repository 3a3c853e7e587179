import { appError } from '../kernel/errors.ts';
import { createDatabase, type Tx } from '../platform/db/database.ts';
import { createLog } from '../platform/observability/log.ts';

/** The database's URL for its owner, which commands that change data or tables need. @throws AppError `config.invalid` */
export function ownerUrl(env: NodeJS.ProcessEnv): string {
  const url = env['DATABASE_URL'];
  if (url === undefined || url === '') {
    throw appError('config.invalid', {
      detail: "DATABASE_URL is missing. Set it to the Postgres database's URL.",
    });
  }
  return url;
}

/** Runs one transaction as the owner of the tables and closes the connection. */
export async function asOwner<T>(url: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const database = createDatabase({
    url,
    max: 1,
    name: 'hotline-cli',
    log: createLog({ level: 'warn', base: {}, destination: process.stderr }),
  });
  try {
    return await database.transaction(work);
  } finally {
    await database.close();
  }
}
