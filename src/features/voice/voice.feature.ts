import type { Config } from '../../config/config.ts';
import type { Capability } from '../../platform/capabilities/capabilities.port.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Telephony } from '../../platform/telephony/telephony.port.ts';
import { openFlowShelf, type FlowFiles } from './voice.flows.ts';
import { endSilentCalls } from './voice.jobs.ts';
import { createLineBook } from './voice.lines.ts';
import { registerVoiceRoutes } from './voice.routes.ts';
import { createVoiceService, type VoiceDeps } from './voice.service.ts';

export interface VoiceFeatureDeps extends Omit<VoiceDeps, 'flows' | 'lines' | 'capabilities'> {
  readonly config: Pick<Config, 'http' | 'twilio'>;
  readonly capabilities: readonly Capability[];
  readonly flowFolders: Readonly<Record<string, FlowFiles>>;
  readonly offices: Parameters<typeof createLineBook>[0]['offices'];
  readonly telephony: Pick<Telephony, 'fetchCall'>;
}

/** @throws AppError `flow.invalid` when a shipped flow does not pass its checks. */
export async function createVoiceFeature(deps: VoiceFeatureDeps) {
  const { calls, capabilities, flowFolders } = deps;
  const flows = await openFlowShelf(
    flowFolders,
    capabilities.map((capability) => capability.declaration),
    calls,
  );
  const lines = createLineBook({ db: deps.database.db, clock: deps.clock, offices: deps.offices });
  const voice = createVoiceService({
    ...deps,
    capabilities: new Map(capabilities.map((capability) => [capability.declaration.name, capability])),
    flows,
    lines,
  });
  return {
    service: voice,
    sweeps: [endSilentCalls({ calls, voice, telephony: deps.telephony })],
    routes: (app: HttpApp) => registerVoiceRoutes(app, { config: deps.config, voice, log: deps.log }),
  };
}
