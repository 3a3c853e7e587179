import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.ts';

/** Writes down what every caller did and heard, for whoever looks for the reason of a failure. */
export function writeCalls({ subjects, stores }: World): void {
  for (const { name, callers, network } of subjects) {
    const calls = callers.map((caller) => ({ ...caller, report: network.report(caller.sid) }));
    writeFileSync(join(stores.folder, `calls of ${name}.json`), JSON.stringify(calls, undefined, 1));
  }
}
