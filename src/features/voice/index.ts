export { createVoiceFeature } from './voice.feature.ts';
export { isSameFolders, type CheckFlow, type FlowFolders, type FlowShelf } from './voice.flows.ts';
export type { VoiceService } from './voice.service.ts';
export { runCapabilityJob } from './voice.jobs.ts';
