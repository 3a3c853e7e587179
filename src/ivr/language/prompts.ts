import type { Value, ValueType } from '../../kernel/capability.ts';
import type { Session } from '../engine/session.ts';
import { encode } from './markup.ts';
import type { Piece } from './markup.ts';
import type { ChoiceWords, Speaker } from './speakable.ts';
import type { Source } from './source.ts';

/** Everything that a flow says in one language, and what callers may say to it. */
export interface PromptBook {
  readonly language: string;
  readonly texts: ReadonlyMap<string, Prompt>;
  readonly choices: ChoiceWords;
  /** Phrases that stand for a key, by prompt and key. */
  readonly spoken: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  readonly speaker: Speaker;
  readonly source: Source;
}

/** One prompt, cut at its placeholders and marks when the flow loads. */
export interface Prompt {
  readonly pieces: readonly (Exclude<Piece, { kind: 'placeholder' }> | Placeholder)[];
}

export interface Placeholder {
  readonly kind: 'placeholder';
  /** As written between the braces. */
  readonly name: string;
  /** What it stands for; null where nothing of that name exists. */
  readonly refersTo: Reference | null;
}

/** A value that a prompt can speak: an answer, or a result of a `do` step. */
export interface Reference {
  readonly valueType: ValueType;
  /** Table of `choices` that has the words for its values. */
  readonly table: string;
  /** All values, where they can be listed. */
  readonly values: readonly string[];
  /** The `do` step whose result it is; null for an answer. */
  readonly step: string | null;
  readonly read: (session: Session) => Value | undefined;
}

/** The words of a prompt for one caller; `ssml` where the prompt has marks. */
export interface SpokenPrompt {
  readonly text: string;
  readonly ssml?: string;
}

export function placeholdersOf({ pieces }: Prompt): Placeholder[] {
  return pieces.filter((piece) => piece.kind === 'placeholder');
}

/** The words of a prompt for this caller. A placeholder without a value is left out. */
export function speakPrompt({ pieces }: Prompt, session: Session, speaker: Speaker): SpokenPrompt {
  let text = '';
  let ssml = '';
  let marked = false;
  /** Inside `<sub>` its alias is heard, not the words that it stands for. */
  let substituted = false;
  for (const piece of pieces) {
    if (piece.kind === 'mark') {
      marked = true;
      ssml += piece.tag;
      if (piece.name === 'sub') {
        substituted = !piece.closes;
        text += piece.attributes.get('alias') ?? '';
      }
      continue;
    }
    const words = piece.kind === 'words' ? piece.words : valueOf(piece, session, speaker);
    if (!substituted) text += words;
    ssml += encode(words);
  }
  return marked ? { text: text.replace(/ {2,}/g, ' ').trim(), ssml } : { text };
}

function valueOf({ refersTo }: Placeholder, session: Session, speaker: Speaker): string {
  const value = refersTo?.read(session);
  return refersTo === null || value === undefined ? '' : speaker(refersTo.valueType, refersTo.table, value);
}
