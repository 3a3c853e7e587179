export { createCallsFeature } from './calls.feature.ts';
export type { CallsService, TurnCompany } from './calls.service.ts';
export type { Call, TimelineEntry, TurnWrite } from './calls.model.ts';
export { terminalStatuses } from './calls.model.ts';
