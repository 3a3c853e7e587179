import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '../../scripts/provision/processes.mjs';
import { seededRandom } from '../support/random.ts';
import type { Caller } from './caller.ts';
import { keepCalling } from './callers.ts';
import type { Fault } from './faults/fault.ts';
import { faults } from './faults/index.ts';
import { redisEmptied } from './faults/redis-faults.ts';
import type { ChaosOptions } from './options.ts';
import { settleLimitMs, untilReady } from './settle.ts';
import type { Subject } from './subject.ts';
import { judge, type Verdict } from './verdict.ts';
import type { World } from './world.ts';

/** What came of one fault. */
export interface FaultReport {
  readonly id: number;
  readonly name: string;
  readonly lastedMs: number;
  /** Until all that had been promised was ready again; null when a minute was not enough. */
  readonly settledMs: number | null;
  readonly remark?: string;
  /** Why this machine does not allow it: then nothing was shown. */
  readonly impossible?: string;
  /** What did not hold while it lasted. */
  readonly broken?: string;
}

export interface RunReport {
  readonly seed: number;
  readonly faults: readonly FaultReport[];
  /** Faults that this run had no time for. */
  readonly left: readonly number[];
  readonly product: Verdict;
  readonly control: Verdict;
}

const callsPerSecond = 2.5;
const firstCallsMs = 3_000;
const calmMs = 1_000;
/** A job of the control whose worker died is run again within its lock and two checks. */
const stalledMs = 40_000;
/** What a settled fault costs beside its own time. */
const settleSeconds = 6;

/** Lets the faults of the options come over both subjects, one after another, under steady calls. */
export async function run(
  world: World,
  options: ChaosOptions,
  print: (report: FaultReport) => void,
): Promise<RunReport> {
  const { product, control, subjects } = world;
  const ending = new AbortController();
  const calling = keepCalling(subjects, seededRandom(options.seed), {
    numbers: world.numbers,
    perSecond: callsPerSecond,
    until: ending.signal,
  });
  const endWork = subjects.map((subject) => subject.work());
  const reports: FaultReport[] = [];
  const left: number[] = [];
  try {
    await delay(firstCallsMs);
    const fits = timeFor(options);
    for (const fault of orderOf(world, options)) {
      if (!fits(fault)) {
        left.push(fault.id);
        continue;
      }
      const report = await suffer(world, fault);
      reports.push(report);
      print(report);
      await delay(calmMs * (0.5 + world.random.next()));
    }
  } finally {
    ending.abort();
    await calling;
  }
  await untilReady(product);
  await untilQueueIsEmpty(world);
  await waitUntil(() => product.callers.every(wasRung(product)), settleLimitMs);
  await Promise.all(endWork.map((end) => end()));
  await Promise.all(subjects.map(({ network }) => network.idle()));
  return {
    seed: options.seed,
    faults: reports,
    left,
    product: await verdictOf(product),
    control: await verdictOf(control),
  };
}

/** The seed's order. What every control must fail at comes first, so that a short run has it too. */
function orderOf({ random }: World, { only, all }: ChaosOptions): readonly Fault[] {
  if (only.length > 0) return only.flatMap((id) => faults.filter((fault) => fault.id === id));
  if (all) return faults;
  const shuffled = random.shuffled(faults);
  return [redisEmptied, ...shuffled.filter((fault) => fault !== redisEmptied)];
}

/** Whether a fault can be over, and settled, by the end of the run. The first always fits. */
function timeFor({ seconds, all, only }: ChaosOptions): (fault: Fault) => boolean {
  const deadline = performance.now() + seconds * 1000;
  let first = true;
  return (fault) => {
    const wanted = all || only.length > 0 || first;
    first = false;
    return wanted || performance.now() + (fault.seconds + settleSeconds) * 1000 <= deadline;
  };
}

async function suffer(world: World, { id, name, inject }: Fault): Promise<FaultReport> {
  const startedAt = performance.now();
  const outcome = await inject(world).then(
    (injected) => injected ?? {},
    async (error: unknown) => {
      await world.mend();
      return { broken: error instanceof Error ? error.message : String(error) };
    },
  );
  const lastedMs = Math.round(performance.now() - startedAt);
  return { id, name, lastedMs, settledMs: (await untilReady(world.product)) ?? null, ...outcome };
}

/** Whether somebody who was promised a call has been rung. */
const wasRung =
  ({ network }: Subject) =>
  ({ heard, number }: Caller): boolean =>
    heard === undefined || (network.rings.get(number) ?? 0) > 0;

/** What the control still has in Redis may yet come; what is not there any more will not. */
async function untilQueueIsEmpty({ withRedis }: World): Promise<void> {
  const left = () =>
    withRedis(async (redis) => {
      const delayed = await redis.zcard('bull:naive:delayed');
      return delayed + (await redis.llen('bull:naive:wait')) + (await redis.llen('bull:naive:active'));
    });
  await waitUntil(async () => (await left()) === 0, stalledMs);
}

async function verdictOf(subject: Subject): Promise<Verdict> {
  return judge({
    callers: subject.callers,
    promises: await subject.promises(),
    rings: subject.network.rings,
    doubleRings: await subject.doubleRings(),
    doubleClaims: subject.doubleClaims(),
  });
}
