import { startChild } from './children.mjs';
import { provisionStores } from './stores.mjs';

/** @typedef {import('./children.mjs').Child} Child */

/**
 * @typedef {object} Session
 * @property {string} postgres URL
 * @property {string} redis URL
 * @property {(options: { args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, logFile?: string }) => Promise<number>} runNode
 *   runs Node on `args` as the application of this session; its exit code
 */

const signals = /** @type {const} */ ({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 });

/**
 * Runs `work` with both stores up. Whatever ends it (success, failure, Ctrl-C, SIGTERM), the application is
 * stopped first and the stores after it; a second signal stops waiting.
 *
 * @template T
 * @param {import('./stores.mjs').Plan} plan
 * @param {(session: Session) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withStores(plan, work) {
  /** @type {Child | undefined} */
  let app;
  let stopping = false;
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      if (stopping || app === undefined) process.exit(128 + number); // the keepers end what still runs
      stopping = true;
      void app.stop();
    });
  }

  const stores = await provisionStores(plan);
  try {
    return await work({
      postgres: stores.postgres.url,
      redis: stores.redis.url,
      runNode: async (options) => {
        app = await startChild({
          ...options,
          command: process.execPath,
          stopSignal: 'SIGTERM',
          stopWithinMs: 30_000,
        });
        return (await app.exited).code ?? 1;
      },
    });
  } finally {
    await stores.stop();
  }
}
