/** @typedef {(line: string) => void} Print */

/** @type {Print} */
export const printLine = (line) => void process.stdout.write(`${line}\n`);

/** @type {Print} */
export const silent = () => undefined;

/** @param {number} startedAt from `performance.now()` */
export const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/**
 * Runs `work`; says every ten seconds that it is still at it, since a silent minute looks like a hang.
 *
 * @template T
 * @param {string} what such as `installing dependencies`
 * @param {() => Promise<T>} work
 * @param {Print} print
 * @returns {Promise<T>}
 */
export async function withHeartbeat(what, work, print) {
  const startedAt = performance.now();
  const heartbeat = setInterval(() => print(`  … ${what} (${seconds(startedAt)})`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * Runs `work` with a heartbeat and prints what it was and how long it took.
 *
 * @template T
 * @param {string} what such as `installing dependencies`
 * @param {() => Promise<T>} work
 * @param {Print} print
 * @param {(result: T) => string} [done] what to call it afterwards
 * @returns {Promise<T>}
 */
export async function step(what, work, print, done = () => what) {
  const startedAt = performance.now();
  const result = await withHeartbeat(what, work, print);
  print(`  ✓ ${done(result)} (${seconds(startedAt)})`);
  return result;
}
