/** @typedef {(line: string) => void} Print */

/** @type {Print} */
export const printLine = (line) => void process.stdout.write(`${line}\n`);

/** @type {Print} */
export const silent = () => undefined;

/** @param {number} startedAt from `performance.now()` */
export const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

/**
 * Runs `work` and prints what it was and how long it took. While it runs, says every ten seconds that it
 * is still at it: a silent minute looks like a hang.
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
  const heartbeat = setInterval(() => print(`  … ${what} (${seconds(startedAt)})`), 10_000);
  try {
    const result = await work();
    print(`  ✓ ${done(result)} (${seconds(startedAt)})`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}
