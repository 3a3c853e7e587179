import type { Config } from '../config/config.ts';
import { startApi, type Running } from './api.ts';
import type { Surroundings } from './core.ts';
import { startWorker } from './worker.ts';

/** Starts what the role asks for. The api closes first: no new work comes in while the rest is finished. */
export async function startRole(
  role: Config['role'],
  surroundings: Surroundings,
  onUnfit: (error: unknown) => void,
): Promise<Running> {
  const parts: Running[] = [];
  if (role !== 'worker') parts.push(await startApi(surroundings));
  if (role !== 'api') parts.push(await startWorker(surroundings, onUnfit));
  return {
    async close() {
      for (const part of parts) await part.close();
    },
  };
}
