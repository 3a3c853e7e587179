export { createCallsFeature } from './calls.feature.ts';
export type { CallsService, TurnCompany } from './calls.service.ts';
export type { Call, Disposition, TimelineEntry, TurnWrite } from './calls.model.ts';
export { eraseRecordingJob } from './calls.jobs.ts';
export { terminalStatuses } from './calls.model.ts';
export { readSeeding } from './seeded-calls.repository.ts';
export { seededSid } from './seeded-calls.model.ts';
export { insertFlowRevision } from './calls.repository.ts';
