import type { Instruction, LanguageTag } from '../../kernel/instructions.ts';
import type { DataKey } from '../../platform/vault/vault.port.ts';

/** A fact about a call, coded: no words, names or numbers. */
export interface TimelineEntry {
  readonly kind: string;
  readonly data: Readonly<Record<string, string | number | boolean>>;
}

/** A call with the turn that was asked for, opened. */
export interface Call {
  readonly id: string;
  readonly lineId: string;
  readonly key: DataKey;
  readonly revision: string;
  readonly turn: number;
  readonly language: LanguageTag;
  readonly status: 'in_progress' | 'ended';
  readonly caseId: string | null;
  readonly caseKey: DataKey | null;
  /** E.164; opened only when asked. */
  readonly callerNumber: () => string | null;
  /** The turn that answered the one asked for, or the current one: its number, the session that it left, its words. */
  readonly asked: {
    readonly turn: number;
    readonly session: unknown;
    readonly instructions: readonly Instruction[];
  };
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

/** Why a call is counted and otherwise forgotten. */
export const dispositions = ['off_topic', 'minor'] as const;
export type Disposition = (typeof dispositions)[number];

/** Call states in which Twilio sends nothing further. */
export const terminalStatuses: ReadonlySet<string> = new Set([
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
]);
