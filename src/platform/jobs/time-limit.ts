import { appError } from '../../kernel/errors.ts';

/** One run of a job that can be told to end: by its time limit, or from outside. */
export interface TimeLimit {
  /** Aborts when the run must end. Made at the first call, since it costs a fifth of what a job costs. */
  signal(): AbortSignal;
  /** Rejects with the reason when the run must end, for a handler that does not heed the signal. */
  readonly ended: Promise<never>;
  /** Tells the run to end, with this reason. */
  end(reason: Error): void;
  /** @throws the reason, if the run was told to end */
  throwIfEnded(): void;
  /** The run is over: nothing happens at the limit. */
  clear(): void;
}

/** @param warn is called at three quarters of `ms` */
export function startTimeLimit(ms: number, warn: () => void): TimeLimit {
  let controller: AbortController | undefined;
  let reason: Error | undefined;
  let reject: (reason: Error) => void;
  const ended = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  let timer = setTimeout(() => {
    warn();
    timer = setTimeout(() => end(appError('jobs.timed_out')), ms * 0.25);
  }, ms * 0.75);

  function end(why: Error): void {
    if (reason) return;
    reason = why;
    reject(why);
    controller?.abort(why);
  }

  return {
    signal() {
      controller ??= new AbortController();
      if (reason) controller.abort(reason);
      return controller.signal;
    },
    ended,
    end,
    throwIfEnded() {
      if (reason) throw reason;
    },
    clear: () => clearTimeout(timer),
  };
}
