import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { startNaive } from './naive/naive.ts';
import { startProduct } from './product.ts';
import { failed } from './verdict.ts';

const settleLimitMs = 60_000;
const faultEveryMs = 4_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    seconds: { type: 'string' },
    minutes: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const durationMs = 1000 * Number(values.seconds ?? Number(values.minutes) * 60);
if (!Number.isInteger(seed) || !(durationMs > 0)) throw new Error('--seed and a length must be numbers');

const redisUrl = process.env['TEST_REDIS_URL'];
if (redisUrl === undefined)
  throw new Error('Start this with npm run chaos: it empties the Redis it is given.');
const redis = new Redis(redisUrl);
const subjects = [await startProduct(), await startNaive()];
const each = (work: (subject: (typeof subjects)[number]) => Promise<void>) => Promise.all(subjects.map(work));

const faults = {
  FLUSHALL: async () => void (await redis.flushall()),
  'kill -9 worker': async () => {
    await each((subject) => subject.killWorker());
    await each((subject) => subject.startWorker());
  },
};
const names = ['FLUSHALL', 'kill -9 worker'] as const;

/** Both subjects live through the same faults at the same moments, each at least once. The seed says which is first. */
async function disturb(until: number): Promise<string[]> {
  const done: string[] = [];
  for (let turn = seed; done.length < names.length || performance.now() + faultEveryMs < until; turn += 1) {
    await delay(faultEveryMs);
    const name = names[turn % 2 === 0 ? 0 : 1];
    await faults[name]();
    done.push(name);
  }
  return done;
}

const over = new AbortController();
const disturbing = disturb(performance.now() + durationMs).finally(() => over.abort());
while (!over.signal.aborted) {
  await each((subject) => subject.call());
  await delay(100);
}
const done = await disturbing;
const settling = performance.now();
const verdicts = async () =>
  Promise.all(subjects.map(async (subject) => ({ name: subject.name, ...(await subject.verdict()) })));
let found = await verdicts();
while (found.some(failed) && performance.now() - settling < settleLimitMs) {
  await delay(500);
  found = await verdicts();
}
const settledMs = Math.round(performance.now() - settling);
await each((subject) => subject.stop());
redis.disconnect();

const row = (cells: readonly (string | number)[]) => cells.map((cell) => String(cell).padStart(10)).join('');
const table = [
  `seed ${seed}; faults: ${done.join(', ')}; judged ${settledMs} ms after the last call`,
  row(['', ...Object.keys(found[0] ?? {}).slice(1)]),
  ...found.map(({ name, ...counts }) => `${name}\n${row(['', ...Object.values(counts)])}`),
  'claimed, dialled, settle time per fault: not measured yet',
].join('\n');
process.stdout.write(
  `${values.json ? JSON.stringify({ seed, faults: done, settledMs, subjects: found }) : table}\n`,
);
const [product, control] = found;
const proved = product !== undefined && product.heard > 0 && !failed(product);
const bites = control !== undefined && control.lost + control.doubled > 0;
if (!bites) process.stderr.write('The control survived: these faults prove nothing.\n');
process.exitCode = proved && bites ? 0 : 1;
