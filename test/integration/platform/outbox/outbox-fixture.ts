import { sql } from 'kysely';
import { z } from 'zod';
import { createDatabase, type Database } from '../../../../src/platform/db/database.ts';
import type {
  DeliveredEvent,
  OutboxConsumer,
  OutboxEvent,
} from '../../../../src/platform/outbox/outbox.port.ts';
import { insertOutbox } from '../../../../src/platform/outbox/outbox.repository.ts';
import { createRelay, type Relay, type RelayOptions } from '../../../../src/platform/outbox/relay.ts';
import { fakeClock } from '../../../support/clock.ts';
import { memoryLog } from '../../../support/log.ts';
import { seededIds } from '../../../support/ids.ts';
import { testDatabase, type TestDatabase } from '../../../support/stores.ts';

export const topic = 'callbacks.promised';
const payload = z.object({ callbackId: z.uuid() });
export type Promised = z.infer<typeof payload>;

/** A database with an outbox, a clock that stands still, and relays over them as the worker. */
export async function outboxFixture() {
  const stores: TestDatabase = await testDatabase();
  const database: Database = createDatabase({
    url: stores.workerUrl,
    role: 'hotline_worker',
    log: memoryLog(),
    max: 12,
  });
  const clock = fakeClock('2026-11-24T15:00:00Z');
  const ids = seededIds(1);
  const log = memoryLog();

  const event = (): OutboxEvent => {
    const callbackId = ids.uuid();
    return { topic, key: callbackId, payload: { callbackId } };
  };
  const consumer = (
    deliver: (event: DeliveredEvent<Promised>) => Promise<void>,
  ): OutboxConsumer<Promised> => ({
    topic,
    schema: payload,
    deliver,
  });

  return {
    db: database.db,
    stores,
    clock,
    log,
    event,
    /** Writes so many events. */
    emit: (count: number) => insertOutbox(database.db, Array.from({ length: count }, event), clock.now()),
    relay(
      deliver: (event: DeliveredEvent<Promised>) => Promise<void>,
      options: Partial<RelayOptions> = {},
    ): Relay {
      return createRelay({
        db: database.db,
        topics: [topic],
        consumers: [consumer(deliver)],
        clock,
        log,
        ...options,
      });
    },
    rows: async () =>
      (
        await sql<{
          epoch: number;
          attempts: number;
          delivered: boolean;
          failed: boolean;
          error_code: string | null;
        }>`
          select epoch, attempts, delivered_at is not null as delivered, failed_at is not null as failed, error_code
          from outbox order by id`.execute(database.db)
      ).rows,
    async empty() {
      await sql`delete from outbox`.execute(database.db);
      log.lines.length = 0;
    },
    async close() {
      await database.close();
      await stores.drop();
    },
  };
}

/** A promise that the test settles. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
