import type { Config } from '../config/config.ts';
import { createDatabaseClock, type DatabaseClock } from '../platform/db/database-clock.ts';
import { createDatabase } from '../platform/db/database.ts';
import { startApi, type Running } from './api.ts';
import type { Surroundings } from './core.ts';
import { startWorker } from './worker.ts';

/**
 * Starts what the role asks for, on the database's time. The api closes first: no new work comes in while the rest is
 * finished.
 */
export async function startRole(
  role: Config['role'],
  surroundings: Surroundings,
  onUnfit: (error: unknown) => void,
): Promise<Running> {
  const clock = await startClock(role, surroundings);
  const onTime = { ...surroundings, clock };
  const parts: Running[] = [];
  if (role !== 'worker') parts.push(await startApi(onTime));
  if (role !== 'api') parts.push(await startWorker(onTime, onUnfit));
  return {
    async close() {
      for (const part of parts) await part.close();
      await clock.close();
    },
  };
}

/** A connection of its own, so that a busy pool does not make the time late. */
async function startClock(
  role: Config['role'],
  { config, clock: own, log }: Surroundings,
): Promise<DatabaseClock & Running> {
  const [url, login] =
    role === 'worker'
      ? ([config.database.workerUrl, 'hotline_worker'] as const)
      : ([config.database.apiUrl, 'hotline_api'] as const);
  const database = createDatabase({ url, role: login, name: 'hotline-clock', max: 1, log });
  const clock = createDatabaseClock({ db: database.db, own, log });
  await clock.start();
  return {
    ...clock,
    async close() {
      clock.stop();
      await database.close();
    },
  };
}
