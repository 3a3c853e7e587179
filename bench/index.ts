import { benchQueuePage } from './large/queue-page.ts';
import { benchRedisMemory } from './large/redis-memory.ts';
import { benchJobs } from './queue/jobs.ts';
import { benchReady } from './queue/ready.ts';
import { benchStep } from './step/step.ts';

/** A bench: takes its own arguments, prints a table and JSON. */
type Bench = (args: readonly string[]) => Promise<void>;

const benches: Readonly<Record<string, Bench>> = {
  step: benchStep,
  ready: benchReady,
  jobs: benchJobs,
  'redis-memory': benchRedisMemory,
  'queue-page': benchQueuePage,
};

/** `npm run bench -- <name> [options]`; without a name, all of them. */
const [name, ...args] = process.argv.slice(2);
if (name === undefined || name.startsWith('-')) {
  for (const bench of Object.values(benches)) await bench(process.argv.slice(2));
} else {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`No bench "${name}". There are: ${Object.keys(benches).join(', ')}.`);
  await bench(args);
}
