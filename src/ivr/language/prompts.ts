import type { Value, ValueType } from '../../kernel/capability.ts';
import type { Session } from '../engine/session.ts';
import type { ChoiceWords, Speaker } from './speakable.ts';
import type { Source } from './source.ts';

/** Everything that a flow says in one language. */
export interface PromptBook {
  readonly language: string;
  readonly texts: ReadonlyMap<string, Prompt>;
  readonly choices: ChoiceWords;
  readonly speaker: Speaker;
  readonly source: Source;
}

/** One prompt, cut at its placeholders when the flow loads. */
export interface Prompt {
  readonly pieces: readonly (string | Placeholder)[];
}

export interface Placeholder {
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
  readonly read: (session: Session) => Value | undefined;
}

/** Cuts a prompt's text at its placeholders: `{answer}` or `{step.result}`. */
export function compilePrompt(text: string, resolve: (name: string) => Reference | null): Prompt {
  const plain = text.replace(/\s+/g, ' ').trim();
  const pieces = plain.split(/(\{[^{}]*\})/).filter((piece) => piece !== '');
  return {
    pieces: pieces.map((piece) => {
      if (!piece.startsWith('{') || !piece.endsWith('}')) return piece;
      const name = piece.slice(1, -1).trim();
      return { name, refersTo: resolve(name) };
    }),
  };
}

/** The words of a prompt for this caller. A placeholder without a value is left out. */
export function speakPrompt(prompt: Prompt, session: Session, speaker: Speaker): string {
  let words = '';
  for (const piece of prompt.pieces) {
    if (typeof piece === 'string') {
      words += piece;
      continue;
    }
    const value = piece.refersTo?.read(session);
    if (piece.refersTo && value !== undefined) {
      words += speaker(piece.refersTo.valueType, piece.refersTo.table, value);
    }
  }
  return words;
}
