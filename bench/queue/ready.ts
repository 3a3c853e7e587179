import { parseArgs } from 'node:util';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { createRelay } from '../../src/platform/outbox/relay.ts';
import { createWorkers } from '../../src/platform/jobs/workers.ts';
import { createMetrics } from '../../src/platform/observability/metrics.ts';
import { jobCatalogue, outboxTopics } from '../../src/app/features.ts';
import { testRedis } from '../../test/support/stores.ts';
import { count } from '../arguments.ts';
import { openOffice, type Office } from '../large/office.ts';
import { benchTime, largeState, supervisor } from '../large/state.ts';
import { measured, printReport, ratios } from '../report.ts';
import { silentLog } from '../silent-log.ts';

const concurrency = 20;
/** As many as the relay takes at a time. */
const batch = 100;

/**
 * `npm run bench -- ready [--callbacks 2000] [--rounds 7] [--json]`: from the commit of promises that are due to the
 * officer's list, by outbox, queue, job and row, against as many bare BullMQ jobs added and processed.
 */
export async function benchReady(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      callbacks: { type: 'string', default: '2000' },
      rounds: { type: 'string', default: '7' },
      small: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const callbacks = values.small ? 100 : count(values.callbacks);
  const rounds = values.small ? 2 : count(values.rounds);
  const redis = await testRedis();
  const state = await largeState(callbacks * (rounds + 1));
  const office = await openOffice(state, redis.url);
  const owner = new Client({ connectionString: state.database.url, application_name: 'bench-owner' });
  await owner.connect();
  try {
    await owner.query(waitForTheirRound, [benchTime]);
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      await redis.flush();
      const ms = await throughOurs({ office, owner, redisUrl: redis.url, callbacks });
      const bareMs = await throughBare(redis.url, callbacks);
      if (round < 0) continue;
      ours.push(ms / callbacks);
      theirs.push(bareMs / callbacks);
    }
    await redis.flush();
    printReport(
      {
        bench: 'ready',
        settings: { callbacks, rounds, concurrency, batch },
        figures: [
          { what: 'promised → ready → list', unit: 'ms each', measured: measured(ours) },
          { what: 'bare BullMQ add → process', unit: 'ms each', measured: measured(theirs) },
        ],
        ratios: [
          {
            what: 'promised → ready → list',
            against: 'bare BullMQ add → process',
            ratio: ratios(ours, theirs),
            goal: { atMost: 3 },
          },
        ],
      },
      { json: values.json },
    );
  } finally {
    await owner.end();
    await office.close();
    await state.drop();
  }
}

const waitForTheirRound = `
  update callbacks set state = 'waiting', ready_at = null, claimed_by = null, claim_expires_at = null,
         window_starts_at = $1::timestamptz + interval '30 days', window_ends_at = $1::timestamptz + interval '31 days'`;

/** Rows and events as a promise leaves them, all in one commit. */
const promise = `
  with due as (
    select id from callbacks where state = 'waiting' and window_starts_at > $1 order by id limit $2
  ), promised as (
    update callbacks set window_starts_at = $1, window_ends_at = $1::timestamptz + interval '4 hours'
      from due where callbacks.id = due.id returning callbacks.id
  )
  insert into outbox (topic, key, payload, created_at, available_at)
  select 'callbacks.promised', id::text, jsonb_build_object('callbackId', id), $1, $1 from promised`;

const stillWaiting = `select count(*)::int as count from callbacks where state = 'waiting' and window_starts_at <= $1`;

async function throughOurs(given: {
  readonly office: Office;
  readonly owner: Client;
  readonly redisUrl: string;
  readonly callbacks: number;
}): Promise<number> {
  const { office, owner, redisUrl, callbacks } = given;
  const relay = createRelay({
    db: office.core.database.db,
    topics: outboxTopics,
    consumers: office.consumers,
    clock: office.core.clock,
    log: silentLog,
    batch,
  });
  const workers = createWorkers({
    catalogue: jobCatalogue,
    jobs: office.jobs,
    redisUrl,
    concurrency,
    clock: office.core.clock,
    log: silentLog,
    metrics: createMetrics(),
  });
  const staff = await office.signIn(supervisor);
  await workers.start();
  try {
    await owner.query(promise, [benchTime, callbacks]);
    const startedAt = performance.now();
    await relay.drain();
    await workers.drain();
    await staff.ask('GET', '/api/callbacks?view=unclaimed');
    const ms = performance.now() - startedAt;
    const { rows } = await owner.query<{ count: number }>(stillWaiting, [benchTime]);
    if (rows[0]?.count !== 0) throw new Error(`${rows[0]?.count} promised callbacks are not ready.`);
    return ms;
  } finally {
    await workers.close();
  }
}

async function throughBare(redisUrl: string, jobs: number): Promise<number> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue('bare', { connection });
  let seen = 0;
  let allSeen = (): void => {};
  const done = new Promise<void>((resolve) => (allSeen = resolve));
  const worker = new Worker('bare', async () => void ((seen += 1) === jobs && allSeen()), {
    connection,
    concurrency,
  });
  await worker.waitUntilReady();
  await queue.waitUntilReady();
  const startedAt = performance.now();
  for (let at = 0; at < jobs; at += batch) {
    const ids = Array.from({ length: Math.min(batch, jobs - at) }, (_, i) => at + i);
    await Promise.all(ids.map((id) => queue.add('bare', { id })));
  }
  await done;
  const ms = performance.now() - startedAt;
  await worker.close();
  await queue.close();
  connection.disconnect();
  return ms;
}
