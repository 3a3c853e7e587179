export { createEmulator } from './emulator.ts';
export type { CallHandle, Emulator, ReplayedAnswer, TextHandle } from './emulator.port.ts';
export type { TextReport } from './messages/inbound.ts';
export type { ReceivedText } from './messages/text-network.ts';
export type { EmulatorOptions, Keep, NumberConfig } from './options.ts';
export type { Bridge, CallReport, EndedBy, HeardLine, Missed, Warning } from './report.ts';
export type { RestFailure } from './rest/routes.ts';
export type {
  AnsweredBy,
  CalleeBehaviour,
  CallerAction,
  PlacedCall,
  RecipientBehaviour,
  SentText,
} from './script.ts';
export type { Fault, FaultPlan, FaultRates, WebhookSummary } from './webhook/faults.ts';
export { UnknownNumberError, type AccountNumber } from './numbers.ts';
export { NotSimulatedError } from './verbs/verb.ts';
export type { WebhookKind, WebhookLog } from './webhook/log.ts';
