import type { z } from 'zod';
import type { Clock, Log } from '../../kernel/ports.ts';

/** A catalogue entry: everything that is known of a job but its handler. Payloads carry ids only (law 5). */
export interface JobDefinition<P = unknown> {
  /** `feature.verb-noun`, such as `callbacks.make-ready`. */
  readonly name: string;
  /** Parsed when enqueued and again when run. */
  readonly schema: z.ZodType<P>;
  readonly attempts: number;
  /** First back-off between attempts, doubled each time. */
  readonly backoffMs: number;
  /** Time limit of one run; the signal aborts at it, a warning is logged at 75 %. */
  readonly timeoutMs: number;
  /** Fixed id of the job: same row, attempt and epoch, same id. At most three ':'-free segments joined by '.'. */
  dedupeKey(payload: P): string;
}

export interface JobContext {
  readonly attempt: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * A definition with its handler: what a feature exports in `x.jobs.ts`. The worker parses with the definition's
 * schema before it calls, so a list of jobs of different payloads is `RegisteredJob[]`.
 */
export interface RegisteredJob<P = unknown> {
  readonly definition: JobDefinition<P>;
  handle(payload: P, context: JobContext): Promise<void>;
}

/** The producer's side. Rejects at once when Redis is away: the reconciler brings the work back. */
export interface JobQueue {
  enqueue<P>(
    definition: JobDefinition<P>,
    payload: P,
    options?: { readonly delayMs?: number },
  ): Promise<void>;
}

/** A sweep run on a plain timer in every worker and after each Redis reconnect; must be idempotent. */
export interface Sweep {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (context: Omit<JobContext, 'attempt'>) => Promise<void>;
}
