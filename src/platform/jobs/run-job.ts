import { UnrecoverableError, type Job } from 'bullmq';
import { appError, isAppError } from '../../kernel/errors.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { JobContext, RegisteredJob } from './jobs.port.ts';
import { startTimeLimit, type TimeLimit } from './time-limit.ts';

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

/** The handlers of one kind of job that run in this process, wrapped. */
export interface WrappedHandler {
  /** What BullMQ calls. */
  readonly run: (raw: Job) => Promise<void>;
  /** How many run now. */
  running(): number;
  /** Tells one run to end, or all. */
  readonly end: (reason: Error, jobId?: string) => void;
}

/**
 * What stands around every handler: the payload is parsed again, the run is timed, counted and limited, and only
 * a code goes back to Redis when it fails, since BullMQ stores an error's message and stack in clear (law 5).
 */
export function wrapHandler(job: RegisteredJob, { clock, log, metrics }: RunDeps): WrappedHandler {
  const { name, schema, attempts, timeoutMs } = job.definition;
  const runs = new Map<string | undefined, TimeLimit>();

  async function run(raw: Job): Promise<void> {
    const attempt = raw.attemptsMade + 1;
    const startedAt = performance.now();
    const runMs = () => Math.round(performance.now() - startedAt);
    const jobLog = lazyLog(() => log.child({ job: name, jobId: raw.id, attempt }));
    if (attempt === 1) metrics.jobWait(name, secondsReady(raw));

    const limit = startTimeLimit(timeoutMs, () => {
      jobLog.warn({ runMs: runMs(), limitMs: timeoutMs }, 'a job is close to its time limit');
    });
    runs.set(raw.id, limit);
    const context = createContext({ attempt, clock, log: jobLog, limit });
    let outcome: JobOutcome = 'done';
    try {
      const parsed = schema.safeParse(raw.data);
      if (!parsed.success) throw appError('jobs.payload_invalid');
      await Promise.race([job.handle(parsed.data, context), limit.ended]);
      // A handler that heeds the signal may return as if all were done.
      limit.throwIfEnded();
    } catch (error) {
      outcome = outcomeOf(error, attempt < attempts);
      const code = isAppError(error) ? error.code : 'internal.unexpected';
      const level = outcome === 'retried' ? 'warn' : 'error';
      jobLog[level]({ outcome, code, attempts, runMs: runMs(), err: error }, 'a job did not succeed');
      throw outcome === 'invalid' ? new UnrecoverableError(code) : new Error(code);
    } finally {
      limit.clear();
      runs.delete(raw.id);
      metrics.jobRun({ job: name, outcome }, (performance.now() - startedAt) / 1000);
    }
  }

  return {
    run,
    running: () => runs.size,
    end(reason, jobId) {
      if (jobId === undefined) runs.forEach((limit) => limit.end(reason));
      else runs.get(jobId)?.end(reason);
    },
  };
}

interface Run {
  readonly attempt: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly limit: TimeLimit;
}

/**
 * The getter stands on a prototype because on a literal it would be made anew for each run, which costs more than
 * the signal that it saves.
 */
const lazySignal: Pick<JobContext, 'signal'> & ThisType<Run> = {
  get signal() {
    return this.limit.signal();
  },
};

const createContext = (run: Run): JobContext =>
  Object.assign(Object.create(lazySignal) as typeof lazySignal, run);

/** A child log that is made by its first line: most runs log nothing. */
function lazyLog(make: () => Log): Log {
  let made: Log | undefined;
  const log = () => (made ??= make());
  return {
    debug: (fields, message) => log().debug(fields, message),
    info: (fields, message) => log().info(fields, message),
    warn: (fields, message) => log().warn(fields, message),
    error: (fields, message) => log().error(fields, message),
    child: (fields) => log().child(fields),
  };
}

function outcomeOf(error: unknown, triesLeft: boolean): JobOutcome {
  if (isAppError(error, 'jobs.payload_invalid')) return 'invalid';
  return triesLeft ? 'retried' : 'failed';
}

const secondsReady = ({ timestamp, opts, processedOn = timestamp }: Job): number =>
  Math.max(0, processedOn - timestamp - (opts.delay ?? 0)) / 1000;
