export { createVoiceFeature } from './voice.feature.ts';
export type { VoiceService } from './voice.service.ts';
