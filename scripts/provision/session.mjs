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

/** In a terminal one Ctrl-C arrives twice within this many milliseconds: from the terminal and from npm. */
const oneCtrlC = 1_000;

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
  let stoppingSince = 0;
  const stop = (/** @type {number} */ signal) => {
    if (app === undefined) process.exit(128 + signal); // the keepers end what still runs
    if (stoppingSince === 0) {
      stoppingSince = performance.now();
      void app.stop();
    } else if (performance.now() - stoppingSince > oneCtrlC) {
      process.exit(128 + signal);
    }
  };
  for (const [signal, number] of Object.entries(signals)) process.on(signal, () => stop(number));
  whenOrphaned(() => stop(signals.SIGTERM));

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

/**
 * npm hands signals on, but not when it is killed outright: then its script is left alone with nobody to
 * stop it.
 *
 * @param {() => void} stop
 */
function whenOrphaned(stop) {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
  watch.unref();
}
