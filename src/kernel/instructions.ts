/**
 * What a call is told to do, in words of our own. The engine emits them, `platform/telephony` renders them
 * as TwiML. A turn's instructions are plain data: they are sealed, stored, and rendered again for a late
 * duplicate of the same webhook.
 */

/** BCP 47 tag of a language that a line speaks, such as `en-US`. */
export type LanguageTag = string;

/** One piece of speech, played in order. */
export interface Speech {
  /** The words, without markup. */
  readonly text: string;
  /** The same words as SSML, where the flow's author marked them up: well-formed, and only tags that were checked. */
  readonly ssml?: string;
  readonly language: LanguageTag;
  /** The provider's name of a voice; absent = the provider's own for the language. */
  readonly voice?: string;
}

/** Say words and go on to the next instruction. */
export interface SayInstruction {
  readonly kind: 'say';
  readonly speech: readonly Speech[];
}

/** Stay silent for some seconds and go on. */
export interface PauseInstruction {
  readonly kind: 'pause';
  readonly seconds: number;
}

/** Say words that a key may interrupt, then wait for keys. Ends the turn: the answer comes as the next webhook. */
export interface GatherInstruction {
  readonly kind: 'gather';
  readonly speech: readonly Speech[];
  /** Fixed number of keys after which the answer is complete; absent = until `finishOnKey` or time-out. */
  readonly numDigits?: number;
  /** Key that ends the entry and is not part of it; '' lets every key through, `#` and `*` included. */
  readonly finishOnKey: '' | '#';
  /** Seconds of silence, after the words or after a key, that end the wait. */
  readonly timeoutSeconds: number;
  /** Also take spoken words; absent = keys only, as for everything sensitive. */
  readonly listens?: {
    readonly language: LanguageTag;
    /** What the caller is likely to say. */
    readonly hints: readonly string[];
    /** False where only words are an answer. */
    readonly keys: boolean;
  };
}

/** Say words, then record the caller. Ends the turn. */
export interface RecordInstruction {
  readonly kind: 'record';
  readonly speech: readonly Speech[];
  readonly maxSeconds: number;
  /** Seconds of silence that end the recording. */
  readonly silenceSeconds: number;
  readonly finishOnKey: '#';
}

/** Say words, then connect the caller with another telephone. Ends the turn: what came of it is the next webhook. */
export interface TransferInstruction {
  readonly kind: 'transfer';
  readonly speech: readonly Speech[];
  /** E.164. */
  readonly to: string;
  /** E.164, one of our own numbers: the caller's is not passed on. */
  readonly from: string;
  readonly ringSeconds: number;
  /** Names what whoever answers is told, and asked, before the two are connected; absent = connected at once. */
  readonly briefing?: string;
}

/** Wait some seconds, then ask us again. Ends the turn; used while a remote capability works. */
export interface PollInstruction {
  readonly kind: 'poll';
  readonly speech: readonly Speech[];
  readonly seconds: number;
}

/** End the call. Ends the turn. */
export interface HangupInstruction {
  readonly kind: 'hangup';
}

export type Instruction =
  | SayInstruction
  | PauseInstruction
  | GatherInstruction
  | RecordInstruction
  | TransferInstruction
  | PollInstruction
  | HangupInstruction;
