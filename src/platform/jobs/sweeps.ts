import type { Clock, Log } from '../../kernel/ports.ts';
import type { Sweep } from './jobs.port.ts';

export interface SweeperOptions {
  readonly sweeps: readonly Sweep[];
  readonly clock: Clock;
  readonly log: Log;
}

export interface Sweeper {
  /** Runs every sweep now, then each at its own pace. */
  start(): void;
  /** Runs every sweep as soon as it is free: Redis is back and may be empty, say. */
  readonly runSoon: () => void;
  /** Aborts the sweeps' signals and waits for those that run. */
  stop(): Promise<void>;
  /** Runs each once, one after another, and throws what they throw. For tests and tools. */
  runAll(): Promise<void>;
}

/**
 * The reconcilers' clockwork. Plain timers, because a schedule that lives in Redis is lost with it. A sweep never
 * overlaps itself: a wish to run that comes meanwhile is met by one run afterwards.
 */
export function createSweeper({ sweeps, clock, log }: SweeperOptions): Sweeper {
  const stopping = new AbortController();
  const { signal } = stopping;
  const timers: NodeJS.Timeout[] = [];
  const runners = sweeps.map((sweep) =>
    createRunner(sweep, { clock, signal, log: log.child({ sweep: sweep.name }) }),
  );
  const runSoon = () => runners.forEach((runner) => runner.run());

  return {
    start() {
      runSoon();
      for (const runner of runners) {
        const tick = () => {
          if (!runner.running()) runner.run();
        };
        timers.push(setInterval(tick, runner.everyMs));
      }
    },
    runSoon,
    async stop() {
      stopping.abort();
      timers.forEach((timer) => clearInterval(timer));
      await Promise.all(runners.map(async (runner) => runner.running()));
    },
    async runAll() {
      for (const runner of runners) await runner.runOnce();
    },
  };
}

/** One sweep, never beside itself. */
function createRunner(sweep: Sweep, context: Parameters<Sweep['run']>[0]) {
  const { log, signal } = context;
  let current: Promise<void> | undefined;
  let wanted = false;

  async function runWhileWanted(): Promise<void> {
    while (wanted && !signal.aborted) {
      wanted = false;
      await sweep.run(context).catch((error: unknown) => log.error({ err: error }, 'a sweep failed'));
    }
    current = undefined;
  }

  return {
    everyMs: sweep.everyMs,
    run(): void {
      wanted = true;
      current ??= runWhileWanted();
    },
    running: () => current,
    /** For `runAll`, which throws what the sweep throws. */
    async runOnce(): Promise<void> {
      await current;
      await sweep.run(context);
    },
  };
}
