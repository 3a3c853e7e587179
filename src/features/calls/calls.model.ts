import type { Instruction, LanguageTag } from '../../kernel/instructions.ts';
import type { DataKey } from '../../platform/vault/vault.port.ts';

/** A fact about a call, coded: no words, names or numbers. */
export interface TimelineEntry {
  readonly kind: string;
  readonly data: Readonly<Record<string, string | number | boolean>>;
}

/** A call with its opened session. */
export interface Call {
  readonly id: string;
  readonly lineId: string;
  readonly key: DataKey;
  readonly revision: string;
  readonly turn: number;
  readonly session: unknown;
  readonly language: LanguageTag;
  readonly status: 'in_progress' | 'ended';
  readonly caseId: string | null;
  readonly caseKey: DataKey | null;
  readonly callerNumber: string | null;
  /** What was said in answer to the turn that was asked for, or is being said now; opened only when asked. */
  readonly reply: () => readonly Instruction[];
}

/** What a turn changes. The row moves from `turn - 1` to `turn`, or not at all. */
export interface TurnWrite {
  readonly session: unknown;
  readonly instructions: readonly Instruction[];
  readonly step: string;
  readonly language: LanguageTag;
  readonly events: readonly TimelineEntry[];
  readonly endReason: string | null;
}

/** Call states in which Twilio sends nothing further. */
export const terminalStatuses: ReadonlySet<string> = new Set([
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
]);
