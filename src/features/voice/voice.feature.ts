import type { Config } from '../../config/config.ts';
import type { Capability } from '../../platform/capabilities/capability.ts';
import type { JobQueue } from '../../platform/jobs/jobs.port.ts';
import type { Metrics } from '../../platform/observability/metrics.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Telephony } from '../../platform/telephony/telephony.port.ts';
import { openFlowShelf, type CheckFlow, type FlowFolders } from './voice.flows.ts';
import { endSilentCalls, remoteJobs } from './voice.jobs.ts';
import { createLineBook } from './voice.lines.ts';
import { createRemoteRuns, type RemoteDeps } from './voice.remote.ts';
import { registerVoiceRoutes } from './voice.routes.ts';
import { createVoiceService, type VoiceDeps } from './voice.service.ts';

export interface VoiceFeatureDeps
  extends
    Omit<VoiceDeps, 'flows' | 'lines' | 'capabilities' | 'remote'>,
    Omit<RemoteDeps, 'db' | 'capabilities'> {
  readonly config: Pick<Config, 'http' | 'twilio'>;
  readonly capabilities: readonly Capability[];
  readonly flowFolders: FlowFolders;
  /** How flows are checked that change while calls are in progress. */
  readonly checkFlow?: CheckFlow;
  readonly offices: Parameters<typeof createLineBook>[0]['offices'];
  readonly telephony: Pick<Telephony, 'fetchCall'>;
  readonly queue: JobQueue;
  readonly metrics: Pick<Metrics, 'webhook'>;
}

/** @throws AppError `flow.invalid` when a shipped flow does not pass its checks. */
export async function createVoiceFeature(deps: VoiceFeatureDeps) {
  const { calls, flowFolders, database } = deps;
  const capabilities = new Map(
    deps.capabilities.map((capability) => [capability.declaration.name, capability]),
  );
  const flows = await openFlowShelf(flowFolders, {
    capabilities: deps.capabilities.map((capability) => capability.declaration),
    calls,
    log: deps.log,
    ...(deps.checkFlow && { check: deps.checkFlow }),
  });
  const lines = createLineBook({ db: database.db, clock: deps.clock, offices: deps.offices });
  const remote = createRemoteRuns({ ...deps, db: database.db, capabilities });
  const voice = createVoiceService({ ...deps, capabilities, remote, flows, lines });
  return {
    service: voice,
    flows,
    ...remoteJobs({ remote, queue: deps.queue }),
    sweeps: [endSilentCalls({ calls, voice, telephony: deps.telephony })],
    routes: (app: HttpApp) => registerVoiceRoutes(app, { ...deps, voice }),
  };
}
