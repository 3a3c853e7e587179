import type { EndedBy } from '../report.ts';
import type { TwimlDocument } from '../twiml/retrieve.ts';
import type { Aside } from './asides.ts';
import type { Call, DocumentRequest, Next } from './call.ts';
import type { CallStatus } from './status.ts';

/** How a call's documents came to an end. */
export interface Ending {
  readonly by: EndedBy;
  readonly status: CallStatus;
}

/** Runs a call's TwiML from its first document to the end. Throws {@link NotSimulatedError} only. */
export type Runner = (call: Call, first: DocumentRequest | TwimlDocument) => Promise<Ending>;

/**
 * Runs a document that is not the call's own, such as a whisper. Answers `on` when it has run out, `leave` when a verb
 * or a command calls the leg away (the command is still there), or how the call ends. Throws {@link TwimlError}.
 */
export type AsideRunner = (
  call: Call,
  first: DocumentRequest | TwimlDocument,
  aside: Aside,
) => Promise<Exclude<Next, { go: 'to' }>>;

export interface Runners {
  readonly run: Runner;
  readonly runAside: AsideRunner;
}
