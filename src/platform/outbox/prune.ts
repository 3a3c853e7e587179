import type { Db } from '../db/database.ts';
import type { Sweep } from '../jobs/jobs.port.ts';
import { pruneOutbox } from './outbox.repository.ts';

const dayMs = 86_400_000;
/** Small, so that no statement holds its locks for long. */
const batch = 500;

/** Deletes delivered events after `keepDays`; undelivered and failed ones stay. */
export function createOutboxPrune({
  db,
  keepDays = 7,
}: {
  readonly db: Db;
  readonly keepDays?: number;
}): Sweep {
  return {
    name: 'outbox.prune',
    everyMs: 3_600_000,
    async run({ clock, log, signal }) {
      const before = new Date(clock.now().getTime() - keepDays * dayMs);
      let count = 0;
      let deleted = batch;
      while (deleted === batch && !signal.aborted) {
        deleted = await pruneOutbox(db, before, batch);
        count += deleted;
      }
      if (count > 0) log.info({ count }, 'old events pruned from the outbox');
    },
  };
}
