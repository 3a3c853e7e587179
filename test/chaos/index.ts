import { readOptions } from './options.ts';
import { complaints, heading, lineOf, summary } from './report.ts';
import { run } from './run.ts';
import { writeCalls } from './evidence.ts';
import { startWorld } from './world.ts';

const options = readOptions(process.argv.slice(2));
const toPeople = (line: string) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);

toPeople(`Chaos with seed ${options.seed}`);
const world = await startWorld(options.seed, toPeople);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void world.stop().finally(() => process.exit(1)));
let keep = true;
try {
  toPeople(heading);
  const report = await run(world, options, (fault) => toPeople(lineOf(fault)));
  toPeople(summary(report));
  const failures = complaints(report);
  for (const words of failures) toPeople(`FAILED: ${words}`);
  if (options.json) process.stdout.write(`${JSON.stringify({ ...report, failures })}\n`);
  keep = failures.length > 0;
  process.exitCode = keep ? 1 : 0;
} finally {
  if (keep) {
    writeCalls(world);
    toPeople(`Logs of the processes and all calls: ${world.stores.folder}`);
  }
  await world.stop({ keep });
}
