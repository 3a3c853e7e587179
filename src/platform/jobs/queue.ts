import { Queue } from 'bullmq';
import { appError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/ports.ts';
import { uncodedFields } from '../payload/coded-payload.ts';
import type { JobDefinition, JobQueue } from './jobs.port.ts';
import { keyPrefix, producerRedis } from './redis.ts';

export interface JobQueueOptions {
  readonly redisUrl: string;
  readonly log: Log;
}

/** A queue with its connection. */
export interface ClosableJobQueue extends JobQueue {
  /** Whether Redis answers, for readiness. @throws AppError `jobs.queue_unavailable` */
  readonly ping: () => Promise<void>;
  close(): Promise<void>;
}

/** Longest that an enqueue may take when Redis neither answers nor refuses. */
const enqueueLimitMs = 1000;

/**
 * Finished jobs stay for a while: their ids swallow a second delivery of the same event. Failed ones stay longer,
 * for a person to look at. Both are bounded, so that Redis's memory follows the load of the hour.
 */
const retention = {
  removeOnComplete: { age: 3600, count: 1000 },
  removeOnFail: { age: 7 * 86_400, count: 5000 },
};

/**
 * The producer's side of BullMQ. Each job has a queue of its own, named as the job: a slow or failing kind then
 * delays no other, and limits, counts and pauses are per kind. The price is one blocking connection a kind and
 * worker.
 */
export function createJobQueue({ redisUrl, log }: JobQueueOptions): ClosableJobQueue {
  const redis = producerRedis(redisUrl, log);
  const queues = new Map<string, Promise<Queue>>();

  /** A queue whose first contact fails stays broken for good, so the next enqueue opens another. */
  function open(name: string): Promise<Queue> {
    const queue = new Queue(name, { connection: redis, prefix: keyPrefix, defaultJobOptions: retention });
    queue.on('error', () => {}); // the connection's own listener logs outages once
    const ready = queue.waitUntilReady().then(() => queue);
    queues.set(name, ready);
    ready.catch(() => queues.delete(name));
    return ready;
  }

  async function add(
    definition: JobDefinition,
    jobId: string,
    payload: unknown,
    delay: number,
  ): Promise<void> {
    const { name, attempts, backoffMs } = definition;
    const queue = await (queues.get(name) ?? open(name));
    const backoff = { type: 'exponential', delay: backoffMs };
    await queue.add(name, payload, { jobId, delay, attempts, backoff, stackTraceLimit: 0 });
  }

  return {
    async enqueue(definition, payload, { delayMs = 0 } = {}) {
      const jobId = requireFit(definition, payload);
      if (isAway(redis.status)) throw appError('jobs.queue_unavailable');
      await withinLimit(add(definition, jobId, payload, Math.max(0, Math.ceil(delayMs))));
    },
    ping: () => withinLimit(redis.ping()),
    close() {
      // The queues have no connection of their own.
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

/** @returns the job's id */
function requireFit<P>(definition: JobDefinition<P>, payload: P): string {
  const { name, schema } = definition;
  const parsed = schema.safeParse(payload);
  const uncoded = uncodedFields(payload);
  if (!parsed.success || uncoded.length > 0) {
    throw appError('jobs.payload_invalid', { fields: { job: name, uncoded } });
  }
  const jobId = definition.dedupeKey(payload);
  if (jobIdShape.test(jobId)) return jobId;
  throw appError('jobs.payload_invalid', { fields: { job: name, uncoded: ['dedupeKey'] } });
}

/** Up to three segments, and not an integer, which BullMQ keeps for itself. */
const jobIdShape = /^(?!\d+$)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){0,2}$/;

/** Known to be down, so that there is nothing to wait for. */
const isAway = (status: string): boolean => ['reconnecting', 'close', 'end'].includes(status);

/**
 * A rejected add may still land, when Redis was only slow: its fixed id makes the next try harmless.
 */
async function withinLimit(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within the limit')), enqueueLimitMs);
  });
  try {
    await Promise.race([work, late]);
  } catch (cause) {
    throw appError('jobs.queue_unavailable', { cause });
  } finally {
    clearTimeout(timer);
  }
}
