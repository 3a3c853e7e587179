import { parseDocument } from 'yaml';
import { z } from 'zod';
import { speakCaseNumber } from '../../../kernel/case-number.ts';
import { appError } from '../../../kernel/errors.ts';
import type { Speech } from '../../../kernel/instructions.ts';
import type { VoicemailTerms } from '../callbacks.model.ts';
import type { DialOutcome } from './leg.model.ts';

/** The words of calls that we place, in one language: `callbacks.words.<language>.yaml` beside the flows. */

/** Placeholders that a text must hold; it may hold no other. */
const words = (...placeholders: readonly string[]) =>
  z
    .string()
    .min(1)
    .max(300)
    .refine(
      (text) => placeholdersOf(text).toSorted().join() === placeholders.toSorted().join(),
      `must hold ${placeholders.map((name) => `{${name}}`).join(', ') || 'no placeholder'}`,
    );

/** What would tell a stranger who hears it whom the caller has turned to. `*` ends a stem. */
const telling: readonly string[] =
  `hotline office* officer* agency department government victim* crime* case immigra* custody police report*
   línea oficina* oficial* agencia departamento gobierno víctima* delito* caso inmigra* custodia policía denuncia*`.split(
    /\s+/,
  );

/** Words that anyone may hear who picks up the caller's telephone, or finds the message on it. */
const neutral = words().refine(
  (text) => !tellsWho(text),
  'must tell nobody who is calling: it may reach a stranger',
);

const wordsSchema = z.strictObject({
  /** To a person who picks up: names nobody, and asks for 1. */
  opening: neutral,
  /** To a caller who pressed 1 when nobody was there any more. */
  apology: neutral,
  voicemail: z.strictObject({ neutral, named: words('office') }),
  /** To somebody who asked to be written to, before they have answered. */
  text: z.strictObject({ neutral, named: words('office') }),
  whisper: z.strictObject({
    case: words('number'),
    voicemail: z.strictObject({ none: words(), neutral: words(), named: words() }),
    safe_word: words('digits'),
    relay: words(),
    interpreter: words('language'),
    keys: words(),
    /** A caller with an appointment is on the line. */
    call_in: words('number'),
  }),
  /** To an officer who has pressed 1. */
  connecting: words(),
  /** To an officer who waits, on what came of it. */
  notices: z.strictObject({
    reached: words(),
    no_answer: words(),
    busy: words(),
    voicemail_left: words(),
    officer_absent: words(),
    no_interpreter: words(),
    not_placed: words(),
    number_refused: words(),
    unknown: words(),
  } satisfies Record<DialOutcome, unknown>),
});

/** The words of one language. */
export type DialWords = z.infer<typeof wordsSchema> & { readonly language: string };

/**
 * Reads and checks a file of words.
 * @throws AppError `config.invalid` with the place of the first mistake, such as `voicemail.neutral`
 */
export function readWords(language: string, text: string): DialWords {
  const file = `callbacks.words.${language}.yaml`;
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (broken) {
    const line = broken.linePos?.[0].line ?? 1;
    throw appError('config.invalid', { detail: `${file}, line ${line}: this is not YAML.` });
  }
  const parsed = wordsSchema.safeParse(document.toJS());
  if (parsed.success) return { ...parsed.data, language };
  const [issue] = parsed.error.issues;
  throw appError('config.invalid', {
    detail: `${file}, at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`,
  });
}

/** The words of a language; those of the first where there are none. */
export function wordsIn(all: readonly [DialWords, ...DialWords[]], language: string): DialWords {
  return all.find((each) => each.language === language) ?? all[0];
}

export const speak = ({ language }: DialWords, text: string): Speech => ({ language, text });

/** What the officer must know before the caller's telephone rings. The safe word comes first: it is asked for first. */
export function whisperOf(
  said: DialWords,
  about: {
    readonly caseNumber: string;
    readonly voicemail: VoicemailTerms;
    readonly safeWord: string | null;
    readonly isRelay: boolean;
    readonly interpreter: string | null;
  },
): Speech[] {
  const { whisper } = said;
  const texts = [
    filled(whisper.case, { number: speakCaseNumber(about.caseNumber) }),
    ...(about.safeWord === null ? [] : [filled(whisper.safe_word, { digits: digitByDigit(about.safeWord) })]),
    whisper.voicemail[about.voicemail],
    ...(about.isRelay ? [whisper.relay] : []),
    ...(about.interpreter === null ? [] : [filled(whisper.interpreter, { language: about.interpreter })]),
    whisper.keys,
  ];
  return texts.map((text) => speak(said, text));
}

/** What an officer hears whom a caller with an appointment is put through to. */
export const callInOf = (said: DialWords, caseNumber: string): Speech =>
  speak(said, filled(said.whisper.call_in, { number: caseNumber }));

/** What is left on a caller's voicemail, as far as their terms allow. Null where nothing may be. */
export function voicemailOf(said: DialWords, terms: VoicemailTerms, officeName: string): Speech | null {
  switch (terms) {
    case 'none':
      return null;
    case 'neutral':
      return speak(said, said.voicemail.neutral);
    case 'named':
      return speak(said, filled(said.voicemail.named, { office: officeName }));
  }
}

/** What is written to a caller first. They asked for it, so that something always may be: without a name, if need be. */
export function textOf({ text }: DialWords, terms: VoicemailTerms, officeName: string): string {
  return terms === 'named' ? filled(text.named, { office: officeName }) : text.neutral;
}

const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(/\{([a-z_]*)\}/g)].map(([, name = '']) => name);

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{([a-z_]*)\}/g, (whole, name: string) => values[name] ?? whole);

const digitByDigit = (digits: string): string => digits.split('').join(' ');

function tellsWho(text: string): boolean {
  const spoken = text.toLowerCase().split(/[^\p{L}]+/u);
  return telling.some((told) =>
    spoken.some((word) => (told.endsWith('*') ? word.startsWith(told.slice(0, -1)) : word === told)),
  );
}
