import { UnrecoverableError, type Job } from 'bullmq';
import { appError, isAppError } from '../../kernel/errors.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { RegisteredJob } from './jobs.port.ts';

/** Where the wrapper counts; `platform/observability` satisfies it. */
export interface JobMetrics {
  /** How long a job stood ready before its first run. */
  jobWait(job: string, seconds: number): void;
  jobRun(labels: { readonly job: string; readonly outcome: JobOutcome }, seconds: number): void;
}

/** `retried` will run again; the last three will not. */
export type JobOutcome = 'done' | 'retried' | 'failed' | 'invalid';

export interface RunDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: JobMetrics;
}

/** What BullMQ calls. */
export type Processor = (
  raw: Job,
  token: string | undefined,
  cancelled: AbortSignal | undefined,
) => Promise<void>;

/**
 * What stands around every handler: the payload is parsed again, the run is timed, counted and limited, and only
 * a code goes back to Redis when it fails, since BullMQ stores an error's message and stack in clear (law 5).
 */
export function wrapHandler(job: RegisteredJob, { clock, log, metrics }: RunDeps): Processor {
  const { name, schema, attempts, timeoutMs } = job.definition;

  return async (raw, _token, cancelled) => {
    const attempt = raw.attemptsMade + 1;
    const jobLog = log.child({ job: name, jobId: raw.id, attempt });
    const startedAt = performance.now();
    const runMs = () => Math.round(performance.now() - startedAt);
    if (attempt === 1) metrics.jobWait(name, secondsReady(raw));

    const limit = startLimit(timeoutMs, () => {
      jobLog.warn({ runMs: runMs(), limitMs: timeoutMs }, 'a job is close to its time limit');
    });
    const signal = cancelled ? AbortSignal.any([limit.signal, cancelled]) : limit.signal;
    let outcome: JobOutcome = 'done';
    try {
      const parsed = schema.safeParse(raw.data);
      if (!parsed.success) throw appError('jobs.payload_invalid');
      const context = { attempt, clock, log: jobLog, signal };
      await Promise.race([job.handle(parsed.data, context), untilAborted(signal)]);
      // A handler that heeds the signal may return as if all were done.
      signal.throwIfAborted();
    } catch (error) {
      outcome = outcomeOf(error, attempt < attempts);
      const code = isAppError(error) ? error.code : 'internal.unexpected';
      const level = outcome === 'retried' ? 'warn' : 'error';
      jobLog[level]({ outcome, code, attempts, runMs: runMs(), err: error }, 'a job did not succeed');
      throw outcome === 'invalid' ? new UnrecoverableError(code) : new Error(code);
    } finally {
      limit.end();
      metrics.jobRun({ job: name, outcome }, (performance.now() - startedAt) / 1000);
    }
  };
}

function outcomeOf(error: unknown, triesLeft: boolean): JobOutcome {
  if (isAppError(error, 'jobs.payload_invalid')) return 'invalid';
  return triesLeft ? 'retried' : 'failed';
}

const secondsReady = ({ timestamp, opts, processedOn = timestamp }: Job): number =>
  Math.max(0, processedOn - timestamp - (opts.delay ?? 0)) / 1000;

/** Rejects with the signal's reason, for a handler that does not heed it: its slot must become free. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/** The time limit of one run. At the limit the signal aborts: the handler must stop, for the job may run again. */
function startLimit(ms: number, warn: () => void) {
  const controller = new AbortController();
  let timer = setTimeout(() => {
    warn();
    timer = setTimeout(() => controller.abort(appError('jobs.timed_out')), ms * 0.25);
  }, ms * 0.75);
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}
