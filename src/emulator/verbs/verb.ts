import type { Call, DocumentRequest, Next } from '../call/call.ts';
import type { Exchange } from '../call/exchange.ts';
import type { HeldRecording } from '../call/held-recording.ts';
import type { HttpMethod } from '../options.ts';
import type { HeardLine } from '../report.ts';
import type { WebhookKind } from '../webhook/log.ts';
import type { Attribute } from './attributes.ts';

/** An element whose attributes have been checked; an invalid one is left out, so that the default stands. */
export interface CheckedElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly elements: readonly CheckedElement[];
  /** Text and elements in their order, text only where it may stand. */
  readonly content: readonly (string | CheckedElement)[];
}

/** What a verb may do to the call that it runs on. */
export interface Line {
  readonly call: Call;
  readonly accountSid: string;
  readonly exchange: Exchange;
  /** `undefined` for a document that came by REST. */
  readonly documentUrl: string | undefined;
  /** Lets something be heard, for so many seconds of call time or until a live person makes `until` true. */
  hear(line: Omit<HeardLine, 'at'>, seconds: number, until?: () => boolean): Promise<void>;
  /** Lets call time pass; true if it was cut short, by a command of REST or a live person. */
  pass(seconds: number, until?: () => boolean): Promise<boolean>;
  /** The person has hung up, or REST took the call elsewhere: stop where you are. */
  over(): boolean;
  warn(code: number, message: string): void;
  /** An absolute URL for a reference in the document; without one, the document's own. Throws 11100. */
  resolve(reference: string | undefined): string;
  /** A request for the next document, with the standard parameters and `params`. */
  request(
    kind: WebhookKind,
    reference: string | undefined,
    method: HttpMethod,
    params: Record<string, string>,
  ): DocumentRequest;
  /** Fetches a sound; answers its content type, or `undefined` if it could not be had. */
  fetchMedia(url: string): Promise<string | undefined>;
  /** Begins a recording. */
  record(): HeldRecording;
  /** Sends a request whose answer will be ignored, after the person has hung up. */
  requestInVain(document: DocumentRequest): void;
}

/** What an element may hold. */
export interface Grammar {
  readonly name: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Text allowed inside. */
  readonly text: boolean;
  /** Names of elements allowed inside. */
  readonly nests: readonly string[];
}

/** A TwiML verb: its grammar and what it does. One file each. */
export interface Verb extends Grammar {
  /** False for verbs that leave a ringing call ringing. */
  readonly answers: boolean;
  run(line: Line, element: CheckedElement): Promise<Next>;
}

export const goOn: Next = { go: 'on' };

/** Twilio knows it, this emulator does not simulate it: a call that meets it fails loudly, it never pretends. */
export class NotSimulatedError extends Error {
  override readonly name = 'NotSimulatedError';
  constructor(what: string) {
    super(`${what} is known to Twilio but not simulated by this emulator`);
  }
}
