import { checkInThread } from './app/flow-check.ts';
import { readFlows } from './app/flow-files.ts';
import type { Running } from './app/api.ts';
import { startRole } from './app/start.ts';
import { loadConfig } from './config/config.ts';
import { isAppError } from './kernel/errors.ts';
import { createLog } from './platform/observability/log.ts';
import { createMetrics } from './platform/observability/metrics.ts';
import { systemClock } from './platform/system/clock.ts';
import { systemIds } from './platform/system/ids.ts';

/** What is not closed by then is cut: orchestrators kill after 30 seconds. */
const hardStopMs = 25_000;

/** For what the operator must mend before we start: in words, not as a log line. */
function refuseToStart(error: unknown): never {
  process.stderr.write(isAppError(error) ? `${error.code}\n${error.detail}\n` : `${String(error)}\n`);
  process.exit(1);
}

try {
  const config = loadConfig(process.env);
  const log = createLog({ level: config.logLevel, base: { role: config.role } });
  let running: Running | undefined;
  let stopping = false;

  const stop = async (reason: string, exitCode: number) => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), hardStopMs).unref();
    try {
      await running?.close();
      process.exit(exitCode);
    } catch (err) {
      log.error({ err }, 'stop failed');
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  process.on('SIGINT', () => void stop('SIGINT', 0));
  // State is unknown after either: stop taking work, finish what is in hand, let a fresh process take over.
  for (const failure of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(failure, (err: unknown) => {
      log.error({ err, reason: failure }, 'unexpected failure');
      void stop(failure, 1);
    });
  }

  const surroundings = {
    config,
    log,
    clock: systemClock,
    ids: systemIds,
    metrics: createMetrics(),
    flowFolders: await readFlows(config.flows.dir),
    liveFlows: { read: () => readFlows(config.flows.dir), check: checkInThread },
  };
  running = await startRole(config.role, surroundings, refuseToStart);
} catch (error) {
  refuseToStart(error);
}
