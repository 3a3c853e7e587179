import {
  appointDeclaration,
  createCallbacksFeature,
  letGoJob,
  makeReadyJob,
  matterDeclarations,
  placeLegJob,
  requestDeclaration,
  sendTextJob,
  type CallbacksService,
} from '../features/callbacks/index.ts';
import { createCallsFeature, eraseRecordingJob } from '../features/calls/index.ts';
import {
  addMessageDeclaration,
  createCasesFeature,
  forgetDeclaration,
  keepDeclaration,
  openDeclaration,
} from '../features/cases/index.ts';
import { createOfficesFeature } from '../features/offices/index.ts';
import { createStaffFeature, type StaffService } from '../features/staff/index.ts';
import {
  createVoiceFeature,
  runCapabilityJob,
  type FlowShelf,
  type VoiceService,
} from '../features/voice/index.ts';
import type { CapabilityDeclaration } from '../kernel/capability.ts';
import type { Capability } from '../platform/capabilities/capability.ts';
import type { HttpApp } from '../platform/http/http-app.ts';
import type { JobDefinition, RegisteredJob, Sweep } from '../platform/jobs/jobs.port.ts';
import type { OutboxConsumer } from '../platform/outbox/outbox.port.ts';
import type { Core } from './core.ts';

/** Every topic that some feature emits: the relay refuses to start without a consumer for each. */
export const outboxTopics = [
  'calls.forgotten',
  'cases.message-added',
  'callbacks.promised',
  'callbacks.leg-planned',
  'callbacks.leg-unwanted',
  'callbacks.text-planned',
  'voice.capability-asked',
] as const;

/** Every job that is defined: a worker refuses to start without a handler for each. */
export const jobCatalogue: readonly JobDefinition[] = [
  eraseRecordingJob,
  makeReadyJob,
  placeLegJob,
  letGoJob,
  sendTextJob,
  runCapabilityJob,
];

/** What flows may ask of the features, for those who check flows without running the features. */
export const capabilityDeclarations: readonly CapabilityDeclaration[] = [
  keepDeclaration,
  forgetDeclaration,
  openDeclaration,
  addMessageDeclaration,
  requestDeclaration,
  appointDeclaration,
  ...matterDeclarations,
];

/** What the features give to the process around them. */
export interface Features {
  readonly staff: StaffService;
  readonly voice: VoiceService;
  readonly flows: Pick<FlowShelf, 'reload' | 'refused'>;
  readonly callbacks: CallbacksService;
  readonly capabilities: readonly Capability[];
  readonly routes: readonly ((app: HttpApp) => void)[];
  readonly jobs: readonly RegisteredJob[];
  readonly consumers: readonly OutboxConsumer[];
  readonly sweeps: readonly Sweep[];
}

/**
 * The features of this office, in the order of their arrows. Nothing else knows them all.
 * @throws AppError `flow.invalid`
 */
export async function createFeatures(core: Core): Promise<Features> {
  const { database, queue } = core;
  const on = { ...core, db: database.db };
  const offices = createOfficesFeature();
  const staff = createStaffFeature(on);
  const calls = createCallsFeature(on);
  const cases = createCasesFeature({ ...on, calls: calls.service, offices: offices.service });
  const callbacks = createCallbacksFeature({
    ...on,
    cases: cases.service,
    openings: cases.openings,
    offices: offices.service,
    staff: staff.service,
    queue,
  });
  const capabilities = [...cases.capabilities, ...callbacks.capabilities];
  const voice = await createVoiceFeature({
    ...core,
    calls: calls.service,
    cases: cases.service,
    callIns: callbacks.callIns,
    offices: offices.service,
    capabilities,
    ...(core.liveFlows && { checkFlow: core.liveFlows.check }),
  });
  return {
    staff: staff.service,
    voice: voice.service,
    flows: voice.flows,
    callbacks: callbacks.service,
    capabilities,
    routes: [staff.routes, cases.routes, callbacks.routes, voice.routes],
    jobs: [...calls.jobs, ...callbacks.jobs, ...voice.jobs],
    consumers: [...calls.consumers, ...callbacks.consumers, ...voice.consumers],
    sweeps: [...staff.sweeps, ...calls.sweeps, ...callbacks.sweeps, ...voice.sweeps],
  };
}
