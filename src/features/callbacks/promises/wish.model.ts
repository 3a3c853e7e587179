/** What a caller asked for when they asked to be rung back, and what they are told of the promise. */
import type { Value } from '../../../kernel/capability.ts';
import { localDateOf, type LocalDate } from '../../../kernel/local-date.ts';
import { classifyCaller } from '../../../kernel/phone.ts';
import {
  callerZones,
  isCallerZone,
  isWindowName,
  type CallerZone,
  type WindowName,
} from '../../../kernel/windows.ts';
import { voicemailTerms, type VoicemailTerms } from '../callbacks.model.ts';

export const contacts = ['voice', 'relay', 'text'] as const;
export type Contact = (typeof contacts)[number];

/** What is asked of every caller, whether we ring them or they ring us. */
export interface CallbackTerms {
  /** What may be left when nobody answers. Nothing, unless the caller said what. */
  readonly voicemail: VoicemailTerms;
  /** How the caller talks: by voice, through a relay service, or by text. */
  readonly contact: Contact;
  readonly windowName: WindowName;
  /** Another window that the caller has agreed to since the first could not be kept. */
  readonly instead: WindowName | null;
  /** The caller has left and cannot be asked: the window was their best one, and another will do. */
  readonly anyWindow: boolean;
  readonly zone: CallerZone;
  readonly zip: string | null;
  /** What it is about, in a code of the flow's. */
  readonly about: string | null;
  /** The language that an interpreter is needed for, in a code of the flow's. */
  readonly interpreter: string | null;
  /** Digits that the officer says before anything else, so that the caller knows who it is. */
  readonly safeWord: string | null;
}

export interface CallbackWish extends CallbackTerms {
  /** E.164, of a number that we can ring. */
  readonly number: string;
}

export interface PromiseToTell {
  readonly officeId: string;
  readonly windowName: string;
  /** The caller's zone as they chose it. */
  readonly zone: string;
  readonly startsAt: Date;
  /** Of the number that will be rung, so that the caller can tell which one it is; null where the caller rings us. */
  readonly lastTwo: string | null;
}

/** Reads the inputs of `callbacks.request`; null when the number is none that we can ring. */
export function readWish(input: Readonly<Record<string, Value>>): CallbackWish | null {
  const caller = classifyCaller(typeof input['number'] === 'string' ? input['number'] : '');
  return caller.kind === 'known' ? { ...readTerms(input), number: caller.e164 } : null;
}

/**
 * Reads the inputs that `callbacks.request` and `callbacks.appoint` share. Whatever the caller left open takes the
 * careful reading: no voicemail, any time of day, a zone that is not known.
 */
export function readTerms(input: Readonly<Record<string, Value>>): CallbackTerms {
  const zone = [input['zone'], input['far_zone']].find(isCallerZone) ?? 'unknown';
  return {
    voicemail: voicemailTerms.find((terms) => terms === input['voicemail']) ?? 'none',
    contact: contacts.find((contact) => contact === input['contact']) ?? 'voice',
    windowName: isWindowName(input['window']) ? input['window'] : 'any',
    // A window that was offered and declined is not taken, though the flow still knows of it.
    instead: isWindowName(input['instead']) && input['agreed'] !== false ? input['instead'] : null,
    anyWindow: input['any_window'] === true,
    zone,
    zip: typeof input['zip'] === 'string' ? input['zip'] : null,
    about: codeOf(input['about']),
    interpreter: codeOf(input['interpreter']),
    safeWord: typeof input['safe_word'] === 'string' ? input['safe_word'] : null,
  };
}

/** The line's own languages, in the codes by which interpreters are asked for. */
const interpreted: Readonly<Record<string, string>> = { en: 'english', es: 'spanish' };

/** The code of an interpreter for whoever speaks a language of the line: `es-US` is `spanish`. */
export function interpretedAs(language: string): string {
  const [primary = language] = language.toLowerCase().split('-', 1);
  return interpreted[primary] ?? primary;
}

/** A value as a column of codes takes it. Any other is left out: a promise is not lost over it. */
const codeOf = (value: Value | undefined): string | null =>
  typeof value === 'string' && /^[a-z][a-z0-9_-]{0,39}$/.test(value) ? value : null;

/** The date of a promise on the caller's calendar. A window of an `unknown` zone is one date on all of them. */
export function promisedDate({ startsAt, zone }: Pick<PromiseToTell, 'startsAt' | 'zone'>): LocalDate {
  return localDateOf(startsAt, callerZones[isCallerZone(zone) ? zone : 'unknown'][0]);
}
