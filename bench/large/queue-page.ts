import { parseArgs } from 'node:util';
import { encodeCursor } from '../../src/platform/http/cursor.ts';
import { testRedis } from '../../test/support/stores.ts';
import { count } from '../arguments.ts';
import { measured, printReport, ratios, type Figure, type Ratio } from '../report.ts';
import { openOffice, type Office, type Staff } from './office.ts';
import { benchTime, largeState, officerOf, supervisor } from './state.ts';

/** A thing that staff or a worker does, on one state. */
interface Task {
  readonly what: string;
  readonly run: () => Promise<unknown>;
}

/**
 * `npm run bench -- queue-page [--large 1000000] [--base 10000] [--rounds 7] [--times 20] [--small] [--json]`: what an
 * officer and a supervisor wait for, and each sweep, with many cases against few.
 */
export async function benchQueuePage(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      large: { type: 'string', default: '1000000' },
      base: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '7' },
      times: { type: 'string', default: '20' },
      small: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const sizes = {
    large: values.small ? 20_000 : count(values.large),
    base: values.small ? 2_000 : count(values.base),
  };
  const rounds = count(values.rounds);
  const times = count(values.times);

  const redis = { large: await testRedis(), base: await testRedis() };
  const states = { base: await largeState(sizes.base), large: await largeState(sizes.large) };
  const offices = {
    base: await openOffice(states.base, redis.base.url),
    large: await openOffice(states.large, redis.large.url),
  };
  try {
    const tasks = { base: await tasksOf(offices.base), large: await tasksOf(offices.large) };
    const figures: Figure[] = [];
    const found: Ratio[] = [];
    for (const [at, base] of tasks.base.entries()) {
      const large = tasks.large[at];
      if (large === undefined) throw new Error(`There is no ${base.what} in the large state.`);
      const took = await interleaved(base, large, { rounds, times });
      figures.push(
        { what: `${base.what}, ${sizes.base}`, unit: 'ms', measured: measured(took.base) },
        { what: `${base.what}, ${sizes.large}`, unit: 'ms', measured: measured(took.large) },
      );
      found.push({
        what: base.what,
        against: `${sizes.base} cases`,
        ratio: ratios(took.large, took.base),
        goal: { atMost: 1.5 },
      });
    }
    printReport(
      { bench: 'queue-page', settings: { ...sizes, rounds, times }, figures, ratios: found },
      { json: values.json },
    );
  } finally {
    for (const office of Object.values(offices)) await office.close();
    for (const state of Object.values(states)) await state.drop();
  }
}

/** A page that is full in the smaller state too, or the larger one would do more. */
const limit = 20;
const hourMs = 3_600_000;

/** A list, and an instant in the middle of it for a page that is not the first. */
interface List {
  readonly what: string;
  readonly staff: Staff;
  readonly path: string;
  readonly middle: Date;
}

async function tasksOf(office: Office): Promise<Task[]> {
  const officer = await office.signIn(officerOf('ATL'));
  const all = await office.signIn(supervisor);
  const before = (hours: number) => new Date(benchTime.getTime() - hours * hourMs);
  const view = (name: string) => `/api/callbacks?view=${name}`;
  const lists: readonly List[] = [
    { what: 'officer, unclaimed', staff: officer, path: view('unclaimed'), middle: before(1.5) },
    { what: 'officer, team', staff: officer, path: view('team'), middle: before(-14 * 24) },
    { what: 'officer, escalated', staff: officer, path: view('escalated'), middle: before(36) },
    { what: 'officer, cases', staff: officer, path: '/api/cases?', middle: before(7 * 24) },
    { what: 'supervisor, unclaimed', staff: all, path: view('unclaimed'), middle: before(1.5) },
    { what: 'supervisor, team', staff: all, path: view('team'), middle: before(-14 * 24) },
    { what: 'supervisor, escalated', staff: all, path: view('escalated'), middle: before(36) },
    { what: 'supervisor, cases', staff: all, path: '/api/cases?', middle: before(7 * 24) },
  ];
  return [
    { what: 'officer, mine', run: () => officer.ask('GET', view('mine')) },
    ...lists.flatMap(({ what, staff, path, middle }) => {
      const first = `${path}&limit=${limit}`;
      const deep = `${first}&cursor=${encodeURIComponent(cursorAt(middle))}`;
      return [
        { what, run: () => staff.ask('GET', first) },
        { what: `${what}, deep`, run: () => staff.ask('GET', deep) },
      ];
    }),
    { what: 'officer, next and back', run: () => nextAndBack(officer) },
    { what: 'supervisor, next and back', run: () => nextAndBack(all) },
    ...office.sweeps.map((sweep) => ({ what: `sweep ${sweep.name}`, run: () => office.runSweep(sweep) })),
  ];
}

const firstId = '00000000-0000-0000-0000-000000000000';
const cursorAt = (at: Date): string =>
  encodeCursor({ at: at.toISOString(), also: at.toISOString(), id: firstId });

/** Takes the next callback and gives it back, so that the list is as long as before. */
async function nextAndBack(staff: Staff): Promise<void> {
  const taken = await staff.ask<{ id: string; epoch: number } | null>('POST', '/api/callbacks/next', {});
  if (taken === null) throw new Error('There was no next callback.');
  await staff.ask('POST', `/api/callbacks/${taken.id}/release`, { epoch: taken.epoch });
}

/** The median of a round on each side; the two take turns, so that a slow moment of the machine strikes both. */
async function interleaved(
  base: Task,
  large: Task,
  { rounds, times }: { readonly rounds: number; readonly times: number },
): Promise<{ base: number[]; large: number[] }> {
  const took = { base: [] as number[], large: [] as number[] };
  // The first ones fill caches, and let a sweep do what there is to do.
  for (const task of [base, large]) for (let warm = 0; warm < 3; warm += 1) await task.run();
  for (let round = 0; round < rounds; round += 1) {
    const spent = { base: [] as number[], large: [] as number[] };
    for (let time = 0; time < times; time += 1) {
      spent.base.push(await timed(base));
      spent.large.push(await timed(large));
    }
    took.base.push(measured(spent.base).median);
    took.large.push(measured(spent.large).median);
  }
  return took;
}

async function timed(task: Task): Promise<number> {
  const startedAt = performance.now();
  await task.run();
  return performance.now() - startedAt;
}
