import { parentPort, workerData } from 'node:worker_threads';
import { openFlow } from '../ivr/open-flow.ts';
import type { FlowToCheck } from './flow-check.ts';

/** A thread of its own: checks one flow, answers its problems and ends. See `flow-check.ts`. */
const { folder, files, capabilities } = workerData as FlowToCheck;
const result = openFlow(folder, files, capabilities);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
parentPort?.postMessage(result.ok ? [] : result.problems);
