import { createCallbacksFeature, requestDeclaration } from '../features/callbacks/index.ts';
import { createCallsFeature } from '../features/calls/index.ts';
import { createCasesFeature, keepDeclaration } from '../features/cases/index.ts';
import { createOfficesFeature } from '../features/offices/index.ts';
import { createStaffFeature } from '../features/staff/index.ts';
import { createVoiceFeature } from '../features/voice/index.ts';
import type { CapabilityDeclaration } from '../kernel/capability.ts';
import type { HttpApp } from '../platform/http/http-app.ts';
import type { RegisteredJob, Sweep } from '../platform/jobs/jobs.port.ts';
import type { OutboxConsumer } from '../platform/outbox/outbox.port.ts';
import type { Core } from './core.ts';

/** Every topic that some feature emits: the relay refuses to start without a consumer for each. */
export const outboxTopics = ['callbacks.promised', 'voice.capability-asked'] as const;

/** What flows may ask of the features, for those who check flows without running the features. */
export const capabilityDeclarations: readonly CapabilityDeclaration[] = [keepDeclaration, requestDeclaration];

/**
 * The features of this office, in the order of their arrows. Nothing else knows them all.
 * @throws AppError `flow.invalid`
 */
export async function createFeatures(core: Core) {
  const { database, queue } = core;
  const on = { ...core, db: database.db };
  const offices = createOfficesFeature();
  const staff = createStaffFeature(on);
  const calls = createCallsFeature(on);
  const cases = createCasesFeature({ ...on, offices: offices.service });
  const callbacks = createCallbacksFeature({
    ...on,
    cases: cases.service,
    offices: offices.service,
    queue,
  });
  const capabilities = [...cases.capabilities, ...callbacks.capabilities];
  const voice = await createVoiceFeature({
    ...core,
    calls: calls.service,
    cases: cases.service,
    offices: offices.service,
    capabilities,
  });
  return {
    staff: staff.service,
    voice: voice.service,
    callbacks: callbacks.service,
    capabilities,
    routes: [staff.routes, cases.routes, callbacks.routes, voice.routes] as ((app: HttpApp) => void)[],
    jobs: [...callbacks.jobs, ...voice.jobs] as RegisteredJob[],
    consumers: [...callbacks.consumers, ...voice.consumers] as OutboxConsumer[],
    sweeps: [...staff.sweeps, ...callbacks.sweeps, ...voice.sweeps] as Sweep[],
  };
}
