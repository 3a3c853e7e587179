export { createVoiceFeature } from './voice.feature.ts';
export type { VoiceService } from './voice.service.ts';
export { runCapabilityJob } from './voice.jobs.ts';
