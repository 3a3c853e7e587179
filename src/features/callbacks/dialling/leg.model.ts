import type { VoicemailTerms } from '../callbacks.model.ts';

/** The telephones of a dialled attempt, and what is told of them. */

/** In the order in which they are rung: each only once the one before has come in. */
export const parties = ['officer', 'interpreter', 'caller'] as const;
export type Party = (typeof parties)[number];

/** The provider's words for a call, before them `planned`, and three ends of ours. */
export const legStatuses = [
  'planned',
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
  /** The provider did not take the request. */
  'not_placed',
  /** The provider will not place this call. */
  'refused',
  /** Nobody can say whether it rang. */
  'unknown',
] as const;
export type LegStatus = (typeof legStatuses)[number];

const knownStatuses: ReadonlySet<string> = new Set(legStatuses);
export const isLegStatus = (word: string): word is LegStatus => knownStatuses.has(word);

export interface Leg {
  readonly id: string;
  readonly party: Party;
  /** When the provider was asked to ring it; from then on it may ring. */
  readonly askedAt: Date | null;
  readonly providerSid: string | null;
  readonly status: LegStatus;
  readonly statusSequence: number | null;
  /** Verdict of machine detection, where it ran. */
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  /** When a person pressed 1; an interpreter's line has come in by answering. */
  readonly acceptedAt: Date | null;
  /** Whether any word of ours was given to it to play. */
  readonly heardWords: boolean;
  readonly endedAt: Date | null;
  readonly seconds: number | null;
  readonly providerCode: number | null;
}

export interface DialTerms {
  readonly voicemail: VoicemailTerms;
  readonly contact: 'voice' | 'relay' | 'text';
  readonly needsInterpreter: boolean;
  /** Whether a line for the language is set up. */
  readonly hasInterpreter: boolean;
}

/** What became of a dialled attempt. */
export type DialOutcome =
  | 'reached'
  | 'no_answer'
  | 'busy'
  | 'voicemail_left'
  /** The officer did not press 1, or left before the caller's phone was rung. */
  | 'officer_absent'
  | 'no_interpreter'
  | 'not_placed'
  | 'number_refused'
  | 'unknown';

/** What an officer may say of a call in which they met the caller. */
export const judgements = ['reached', 'declined', 'wrong_number', 'safety_stop'] as const;
export type Judgement = (typeof judgements)[number];
export const isJudgement = (outcome: string): outcome is Judgement =>
  judgements.some((each) => each === outcome);

export interface Dial {
  readonly terms: DialTerms;
  readonly legs: Readonly<Partial<Record<Party, Leg>>>;
  /** When the caller's phone was rung, as far as we know. */
  readonly callerRungAt: Date | null;
  /** When the caller came into the officer's conference. */
  readonly joinedAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: DialOutcome | null;
}

/** What a webhook, the job that places calls, or the reconciler has to tell of one leg. */
export type LegEvent =
  | { readonly kind: 'placed'; readonly providerSid: string }
  | {
      readonly kind: 'status';
      readonly providerSid: string;
      readonly status: LegStatus;
      readonly sequence: number | null;
      readonly answeredBy: string | null;
      readonly seconds: number | null;
      readonly providerCode: number | null;
    }
  /** It was answered, and asks what to do. */
  | { readonly kind: 'answered'; readonly providerSid: string; readonly answeredBy: string | null }
  /** A key was pressed, or none in time, in answer to the words of a round. */
  | {
      readonly kind: 'keys';
      readonly providerSid: string;
      readonly digits: string;
      readonly round: number;
      /** How often it was silent, or pressed something else, before. */
      readonly missed: number;
    }
  /** It came into the officer's conference. */
  | { readonly kind: 'joined'; readonly providerSid: string }
  | {
      readonly kind: 'given_up';
      readonly how: 'not_placed' | 'refused' | 'unknown';
      readonly providerCode: number | null;
    };

/** Whether the attempt goes on and its officer is there for others to join. */
export function isOpen({ endedAt, legs: { officer } }: Dial): boolean {
  return endedAt === null && officer !== undefined && officer.endedAt === null;
}
