import type { CapabilityOutcome, Value } from '../../kernel/capability.ts';
import type { Instruction } from '../../kernel/instructions.ts';

/** Version of the session's own shape. */
export const SESSION_VERSION = 1;

/**
 * Where a call stands: plain JSON, written by the host after every turn and read back before the next.
 * `answers`, `draft`, `outcomes` and `said` may hold what a caller told us, so the host seals the whole of it.
 */
export interface Session {
  version: typeof SESSION_VERSION;
  /** Revision of the flow that this call began with and stays on. */
  revision: string;
  /** The step that the call stands in. */
  step: string;
  /** Where each sub-flow that the call is in returns to, the innermost last. */
  returns: string[];
  /** What the step waits for, where it asks more than one thing: `offer`, `entry`, `confirm`. */
  phase: string;
  language: string;
  answers: Record<string, Value>;
  /** What each `do` step was answered, by the step's name. */
  outcomes: Record<string, CapabilityOutcome>;
  /** The caller asked for more time: every time-out is twice as long. */
  patient: boolean;
  /** Keys entered but not yet complete, or not yet confirmed. */
  draft: string;
  /** Silences and wrong entries in this step and phase. */
  attempts: number;
  /** How often the caller has been polled for the outcome of a remote capability. */
  polls: number;
  /** Said before a local capability was asked, to be played after its outcome is known. */
  said: Instruction[];
  /** How often each step was entered. */
  visits: Record<string, number>;
  /** Webhooks and outcomes taken so far. */
  turns: number;
  /** A limit was reached and the call was led to the flow's exhausted step. */
  limited: boolean;
  hungUp: boolean;
  ended: { step: string; reason: EndReason } | null;
}

/** `end`: the flow ended it. `hangup`: the caller did. `limit`: a safety limit of the engine did. */
export type EndReason = 'end' | 'hangup' | 'limit';
