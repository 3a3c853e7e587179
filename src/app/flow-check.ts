import { Worker } from 'node:worker_threads';
import type { CheckFlow } from '../features/voice/index.ts';
import type { Problem } from '../ivr/language/problem.ts';

/** What the thread is given: plain data. */
export type FlowToCheck = Parameters<CheckFlow>[0];

/** Compiled code runs as it is; from source, the thread first gets the loader that this process has. */
function startThread(workerData: FlowToCheck): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./flow-check-thread.js', import.meta.url), { workerData });
  }
  const modules = [
    import.meta.resolve('tsx/esm/api'),
    new URL('./flow-check-thread.ts', import.meta.url).href,
  ];
  const [loader, source] = modules.map((url) => JSON.stringify(url));
  const load = `import(${loader}).then(({ register }) => (register(), import(${source})))`;
  return new Worker(load, { eval: true, workerData });
}

/**
 * Checks and proves a flow in a thread of its own. A proof takes up to two seconds, and a caller who presses a key
 * meanwhile must not wait for it.
 *
 * @returns what is wrong with it; nothing for a flow that may take calls
 * @throws Error when the thread ended without an answer
 */
export function checkInThread(flow: FlowToCheck): Promise<readonly Problem[]> {
  return new Promise((resolve, reject) => {
    const worker = startThread(flow);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the check of a flow ended without an answer')));
  });
}
