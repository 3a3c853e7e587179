import { requireMigrated } from '../platform/db/require-migrated.ts';
import { createSweeper } from '../platform/jobs/sweeps.ts';
import { createWorkers } from '../platform/jobs/workers.ts';
import { createOutboxPrune } from '../platform/outbox/prune.ts';
import { outboxBacklog } from '../platform/outbox/outbox.repository.ts';
import { createRelay } from '../platform/outbox/relay.ts';
import type { Running } from './api.ts';
import { closeCore, createCore, type Surroundings } from './core.ts';
import { createFeatures, jobCatalogue, outboxTopics } from './features.ts';

export interface Worker extends Running {
  /** Delivers what the outbox holds, runs what is due, sweeps once: for tests and the demo, in place of waiting. */
  settle(): Promise<void>;
}

/**
 * The worker: carries the outbox to the queue, runs jobs, sweeps Postgres for what the queue has lost.
 * It starts without Redis and waits for it; a Redis that would lose jobs is reported to `onUnfit`.
 */
export async function startWorker(
  surroundings: Surroundings,
  onUnfit: (error: unknown) => void,
): Promise<Worker> {
  const { config, log, clock, metrics } = surroundings;
  const core = createCore(surroundings, 'worker');
  await requireMigrated(core.database.db);
  // No call begins here: those that it brings to an end are on revisions that the api has checked and remembered.
  const features = await createFeatures({ ...core, flowFolders: {} });
  const relay = createRelay({
    db: core.database.db,
    topics: outboxTopics,
    consumers: features.consumers,
    clock,
    log,
  });
  const sweeper = createSweeper({
    sweeps: [...features.sweeps, createOutboxPrune({ db: core.database.db })],
    clock,
    log,
  });
  const workers = createWorkers({
    catalogue: jobCatalogue,
    jobs: features.jobs,
    redisUrl: config.redis.url,
    clock,
    log,
    metrics,
    onReconnect: () => sweeper.runSoon(),
  });
  metrics.observePool('worker', core.database.stats);
  metrics.observeCallbacks(features.callbacks.countAtHand);
  metrics.observeOutboxAge(
    async () => (await outboxBacklog(core.database.db, clock.now())).oldestSeconds ?? 0,
  );
  relay.start();
  sweeper.start();
  workers.start().catch(onUnfit);
  log.info({}, 'worker runs');

  return {
    async settle() {
      await sweeper.runAll();
      await relay.drain();
      await workers.drain();
    },
    async close() {
      await sweeper.stop();
      await relay.stop();
      await workers.close();
      await closeCore(core);
    },
  };
}
