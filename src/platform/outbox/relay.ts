import { appError, isAppError } from '../../kernel/errors.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Db } from '../db/database.ts';
import { consumersByTopic } from './consumers.ts';
import type { OutboxConsumer } from './outbox.port.ts';
import {
  claimOutbox,
  markDelivered,
  markFailed,
  type ClaimedEvent,
  type Failure,
} from './outbox.repository.ts';
import { createPause } from './pause.ts';

export interface RelayOptions {
  readonly db: Db;
  /** Every topic that some feature emits. */
  readonly topics: readonly string[];
  readonly consumers: readonly OutboxConsumer[];
  readonly clock: Clock;
  readonly log: Log;
  /** Events per claim. */
  readonly batch?: number;
  /** How long a claim stands; a delivery that takes longer is given up, and another relay may take the event. */
  readonly leaseMs?: number;
  /** Rest between two looks when nothing is due. */
  readonly pollMs?: number;
  /** Tries of one event before it ends as failed. An outage does not count as one. */
  readonly maxAttempts?: number;
}

export interface Relay {
  start(): void;
  /** Ends after the batch in hand is settled. */
  stop(): Promise<void>;
  /** Looks at once instead of after the rest: a hint from a writer in this process. */
  wake(): void;
  /** Delivers until nothing is due: for tests and tools. Returns how many events were delivered. */
  drain(): Promise<number>;
}

const maxBackoffMs = 300_000;
const outageRetryMs = 1000;
const maxOutageRestMs = 5000;

/**
 * Carries events from the outbox to their consumers, at least once. Any number of relays may run: a claim is a row
 * lock, a lease and an epoch, and a relay that comes back late settles nothing, because its epoch has passed.
 *
 * It polls. LISTEN/NOTIFY would save a quarter of a second, and cost a connection outside the pool and a lock at
 * each commit that notifies, which all of Postgres shares.
 *
 * @throws AppError `outbox.consumer_missing`, `outbox.consumer_doubled`, `outbox.topic_unknown`
 */
export function createRelay({
  db,
  topics,
  consumers,
  clock,
  log,
  batch = 100,
  leaseMs = 15_000,
  pollMs = 250,
  maxAttempts = 10,
}: RelayOptions): Relay {
  const consumerOf = consumersByTopic(topics, consumers);
  const pause = createPause();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function deliver(event: ClaimedEvent): Promise<Failure | undefined> {
    const { id, topic, key, attempts } = event;
    // Counted at the claim, so that an event that kills its process ends as well.
    if (attempts > maxAttempts) return end(event, 'outbox.attempts_exhausted');
    try {
      const consumer = consumerOf.get(topic);
      if (!consumer) throw appError('outbox.consumer_missing');
      const parsed = consumer.schema.safeParse(event.payload);
      if (!parsed.success) throw appError('outbox.payload_invalid');
      const delivered = { id, topic, key, payload: parsed.data };
      await withinLease(consumer.deliver(delivered, { log: log.child({ topic, eventId: id }) }));
      return undefined;
    } catch (error) {
      return retry(event, error);
    }
  }

  function withinLease(work: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(appError('outbox.delivery_late')), leaseMs);
      work.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  function retry(event: ClaimedEvent, error: unknown): Failure {
    const { id, epoch, topic, attempts } = event;
    const code = isAppError(error) ? error.code : 'internal.unexpected';
    const outage = isOutage(error);
    if (!outage && attempts >= maxAttempts) return end(event, code);
    log.warn(
      { topic, eventId: id, code, attempts, err: error },
      'an event was not delivered; it will be tried again',
    );
    const waitMs = outage ? outageRetryMs : Math.min(1000 * 2 ** (attempts - 1), maxBackoffMs);
    return { id, epoch, code, counts: !outage, retryAt: new Date(clock.now().getTime() + waitMs) };
  }

  function end({ id, epoch, topic, attempts }: ClaimedEvent, code: string): Failure {
    log.error(
      { topic, eventId: id, code, attempts },
      'an event ended without delivery; a person must look at it',
    );
    return { id, epoch, code, counts: true, retryAt: null };
  }

  async function deliverBatch() {
    const events = await claimOutbox(db, { now: clock.now(), limit: batch, leaseMs });
    const outcomes = await Promise.all(events.map(deliver));
    const failures = outcomes.filter((outcome) => outcome !== undefined);
    const delivered = await markDelivered(
      db,
      events.filter((_, at) => !outcomes[at]),
      clock.now(),
    );
    const settled = delivered + (await markFailed(db, failures, clock.now()));
    if (settled < events.length)
      log.warn(
        { count: events.length - settled },
        'a lease lapsed before its events were settled; another relay has them',
      );
    return { claimed: events.length, delivered, outage: failures.some(({ counts }) => !counts) };
  }

  async function run(): Promise<void> {
    let outageRestMs = pollMs;
    while (!stopping.signal.aborted) {
      const { claimed, outage } = await deliverBatch().catch((error: unknown) => {
        log.warn({ err: error }, 'the outbox could not be read');
        return { claimed: 0, outage: true };
      });
      outageRestMs = outage ? Math.min(outageRestMs * 2, maxOutageRestMs) : pollMs;
      if (outage) await pause.rest(outageRestMs);
      else if (claimed === 0) await pause.rest(pollMs);
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      pause.wake();
      await running;
    },
    wake: () => pause.wake(),
    async drain() {
      let total = 0;
      for (;;) {
        const { claimed, delivered } = await deliverBatch();
        total += delivered;
        if (claimed === 0) return total;
      }
    },
  };
}

/** Something is down or full: it says nothing about the event. */
const isOutage = (error: unknown): boolean =>
  isAppError(error) && (error.status === 502 || error.status === 503);
