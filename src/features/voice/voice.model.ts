import type { CapabilityOutcome, Value } from '../../kernel/capability.ts';
import { classifyCaller } from '../../kernel/phone.ts';
import type { Turn } from '../../ivr/engine/engine.ts';
import type { Session } from '../../ivr/engine/session.ts';
import type { EngineEvent, Facts, Input, LinkedFlow } from '../../ivr/language/flow.ts';
import { terminalStatuses, type TimelineEntry, type TurnWrite } from '../calls/index.ts';

/** What the engine is given: the caller's doing, or what a capability answered. */
export type TurnInput =
  Exclude<Input, { kind: 'outcome' }> | { readonly kind: 'outcome'; readonly outcome: CapabilityOutcome };

/** What we read of a Gather's, Record's or Dial's action. */
export interface ActionParams {
  /** Of the caller's call. */
  readonly CallStatus: string;
  readonly Digits?: string | undefined;
  readonly SpeechResult?: string | undefined;
  readonly Confidence?: number | undefined;
  readonly DialCallStatus?: string | undefined;
  readonly DialBridged?: string | undefined;
  readonly RecordingSid?: string | undefined;
  readonly RecordingDuration?: number | undefined;
}

/** A turn that no call has reached: what its sender means is the current one. */
export const unknownTurn = 1_000_000;

/** The turn that an action URL says it answers. */
export function turnOf(text: unknown): number {
  return typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : unknownTurn;
}

/**
 * What brought Twilio to an action URL: keys, words or a recording; the end of a hold, of a poll's pause, of a transfer.
 * What became of a transfer outlasts a hold in the URL: the caller is not connected once more.
 */
export const waysToCome = ['caller', 'hold', 'poll', 'transfer', 'talked', 'missed'] as const;
export type CameBy = (typeof waysToCome)[number];

/** How an action comes back when it could not be served at once. */
export function backAfterHold(cameBy: CameBy, params: ActionParams): CameBy {
  return transferResult(params, cameBy) ?? 'hold';
}

/**
 * What the caller did, in the engine's words, in order: who hangs up while speaking has told something and has
 * left. Empty and missing digits are the same silence.
 */
export function inputsOf(params: ActionParams, cameBy: CameBy): TurnInput[] {
  const { Digits: digits, RecordingSid, RecordingDuration, SpeechResult: words } = params;
  const result = transferResult(params, cameBy);
  if (result !== null)
    return [{ kind: 'transferred', result }, ...hangupIf(terminalStatuses.has(params.CallStatus))];
  const left = hangupIf(digits === 'hangup');
  if (RecordingSid !== undefined) {
    return [{ kind: 'recording', recording: RecordingSid, seconds: RecordingDuration ?? 0 }, ...left];
  }
  if (left.length > 0) return left;
  if (digits !== undefined && digits !== '') return [{ kind: 'digits', digits }];
  if (words !== undefined && words !== '') {
    return [{ kind: 'speech', words, confidence: params.Confidence ?? 1 }];
  }
  return [{ kind: 'silence' }];
}

const hangupIf = (hasLeft: boolean): TurnInput[] => (hasLeft ? [{ kind: 'hangup' }] : []);

/**
 * What became of a transfer; null where none brought Twilio here. An answering machine answers too: that the two were
 * connected is what counts.
 */
export function transferResult(params: ActionParams, cameBy: CameBy): 'talked' | 'missed' | null {
  if (cameBy === 'talked' || cameBy === 'missed') return cameBy;
  if (cameBy !== 'transfer') return null;
  const { DialCallStatus, DialBridged } = params;
  const answered = DialCallStatus === 'completed' || DialCallStatus === 'answered';
  return answered && DialBridged === 'true' ? 'talked' : 'missed';
}

/** The number to keep with a call: E.164, or nothing where it is withheld. */
export function callerNumberOf(from: string): string | null {
  const caller = classifyCaller(from);
  return caller.kind === 'withheld' ? null : caller.e164;
}

/** What is known of the moment on the line that a call came in on. */
export type LineFacts = Pick<Facts, 'open' | 'callCentre'>;

/**
 * What the engine is told about a call. A number that is kept with a call was classified when it came in: of those
 * only the ones with the country code 1 are `known`. It is opened when a step asks for it, which few do.
 */
export function factsOf(openNumber: () => string | null, { open, callCentre }: LineFacts): Facts {
  let number: string | null | undefined;
  const callerNumber = () => (number === undefined ? (number = openNumber()) : number);
  return {
    open,
    callCentre,
    get callerNumber() {
      return callerNumber();
    },
    get caller() {
      if (callerNumber() === null) return 'withheld';
      return callerNumber()?.startsWith('+1') === true ? 'known' : 'foreign';
    },
  };
}

/** What becomes of the answers: everything collected that the flow does not mark `keep: false`. */
export function detailsOf(flow: LinkedFlow, session: Session): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(session.answers).filter(([name]) => flow.collects.get(name)?.keep === true),
  );
}

/** Whether the caller has told something between two sessions of a call. */
export function hasNewDetails(flow: LinkedFlow, before: Session, after: Session): boolean {
  return JSON.stringify(detailsOf(flow, before)) !== JSON.stringify(detailsOf(flow, after));
}

/** A turn of the engine as the call's row keeps it. */
export function turnWrite(turn: Turn, events: readonly EngineEvent[]): TurnWrite {
  return {
    session: turn.session,
    instructions: turn.instructions,
    step: turn.session.step,
    language: turn.session.language,
    events: events.map(timelineEntry),
    endReason: turn.session.ended?.reason ?? (turn.session.hungUp ? 'hangup' : null),
  };
}

function timelineEntry({ kind, ...data }: EngineEvent): TimelineEntry {
  return { kind, data };
}
