export { createEmulator, type CallHandle, type Emulator, type ReplayedAnswer } from './emulator.ts';
export type { EmulatorOptions, Keep, NumberConfig } from './options.ts';
export type { CallReport, EndedBy, HeardLine, Missed, Warning } from './report.ts';
export type { RestFailure } from './rest/routes.ts';
export type { CalleeBehaviour, CallerAction, PlacedCall } from './script.ts';
export type { Fault, FaultPlan, FaultRates, WebhookSummary } from './webhook/faults.ts';
export type { WebhookKind, WebhookLog } from './webhook/log.ts';
