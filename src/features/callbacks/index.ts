export { createCallbacksFeature } from './callbacks.feature.ts';
export type { CallInsService } from './matters/call-ins.service.ts';
export type { CallbacksService } from './callbacks.service.ts';
export { appointDeclaration, requestDeclaration } from './callbacks.capabilities.ts';
export { matterDeclarations } from './matters/matters.capabilities.ts';
export { makeReadyJob } from './callbacks.jobs.ts';
export { sendTextJob } from './texts/texts.jobs.ts';
export { letGoJob, placeLegJob } from './dialling/dialling.jobs.ts';
