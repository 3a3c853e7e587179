import type { FlowFolders } from '../features/voice/index.ts';
import { appError } from '../kernel/errors.ts';
import { requireMigrated } from '../platform/db/require-migrated.ts';
import { closeHttp } from '../platform/http/close.ts';
import { buildHttp } from '../platform/http/app.ts';
import type { HttpApp } from '../platform/http/http-app.ts';
import { startMetricsServer } from '../platform/http/health-routes.ts';
import { createHealth } from '../platform/observability/health.ts';
import { closeCore, createCore, type Surroundings } from './core.ts';
import { createFeatures } from './features.ts';
import { createFlowWatch } from './flow-watch.ts';

/** A part of the process that can be ended in order. */
export interface Running {
  close(): Promise<void>;
}

export interface Api extends Running {
  readonly http: HttpApp;
  readonly url: string;
  readonly reloadFlows: (folders: FlowFolders) => Promise<void>;
}

/** How long `/readyz` says no before the port closes, for load balancers to notice. */
const drainMs = 500;
const closeDeadlineMs = 20_000;

/**
 * The api: webhooks and the staff's HTTP. Answers for tests its application, whose routes they walk, and the shelf of
 * flows, which they change.
 */
export async function startApi(
  surroundings: Surroundings,
  options: { readonly drainMs?: number } = {},
): Promise<Api> {
  const { config, log, ids, metrics } = surroundings;
  const core = createCore(surroundings, 'api');
  await requireMigrated(core.database.db);
  const features = await createFeatures(core);
  const health = createHealth({
    log,
    checks: [
      { name: 'database', required: true, run: core.database.ping },
      { name: 'queue', required: false, run: core.queue.ping },
      { name: 'flows', required: false, run: async () => requireAllTakenUp(features.flows.refused()) },
    ],
  });
  const http = await buildHttp({
    config,
    log,
    ids,
    metrics,
    health,
    authenticate: features.staff.authenticate,
    openapi: { title: 'Hotline', version: '0.1.0' },
  });
  for (const register of features.routes) register(http);
  metrics.observePool('api', core.database.stats);
  const url = await http.listen({ host: config.http.host, port: config.http.port });
  const watch =
    surroundings.liveFlows &&
    createFlowWatch(surroundings.flowFolders, {
      read: surroundings.liveFlows.read,
      reload: features.flows.reload,
      log,
    });
  watch?.start();
  const metricsServer =
    config.metrics.port === undefined
      ? undefined
      : await startMetricsServer({ host: config.http.host, port: config.metrics.port }, metrics);
  log.info({ port: config.http.port }, 'api listens');

  return {
    http,
    url,
    reloadFlows: features.flows.reload,
    async close() {
      await watch?.stop();
      await closeHttp({
        app: http,
        health,
        drainMs: options.drainMs ?? drainMs,
        deadlineMs: closeDeadlineMs,
      });
      await metricsServer?.close();
      await closeCore(core);
    },
  };
}

/** For readiness: which changed flows were not taken up, and why. */
function requireAllTakenUp(problems: readonly string[]): void {
  if (problems.length > 0) throw appError('flow.invalid', { fields: { problems } });
}
