import { randomInt } from 'node:crypto';
import { freePort } from '../../src/cli/demo-settings.ts';

/**
 * A free port, from a random place below those that the system hands out by itself: test files run beside each
 * other, and two that search from the same place would find the same one.
 */
export const unusedPort = (): Promise<number> => freePort('127.0.0.1', randomInt(10_000, 30_000));
