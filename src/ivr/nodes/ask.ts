import { z } from 'zod';
import type { PlainValue, Value } from '../../kernel/capability.ts';
import type { AnswerEntry, LinkedAnswer } from '../language/answers/answer.ts';
import type { LinkedStep, Move, Part, Run, Way } from '../language/flow.ts';
import { withArticle } from '../language/article.ts';
import { didYouMean } from '../language/nearest.ts';
import { createEntry } from './entry.ts';
import { createKeyQuestion } from './key-question.ts';
import { defineKind, promptName, stepName, telephoneKey, waitingFields } from './kind.ts';
import type { LinkedWaiting, Linker } from './kind.ts';
import { anywhereWays, waitingPart, waitingPrompts } from './parts.ts';
import { createSpokenQuestion } from './spoken-question.ts';

const KEY_TIMEOUT_SECONDS = 6;
const ENTRY_TIMEOUT_SECONDS = 8;
const SPEECH_TIMEOUT_SECONDS = 8;

const schema = z.strictObject({
  ask: z.string().describe('Which answer it asks for'),
  prompt: promptName.optional().describe("The prompt; the answer's name if not given"),
  keys: z
    .record(telephoneKey, z.string())
    .optional()
    .describe('The key of each choice; of yes and no, if not 1 and 2'),
  offer: z.literal('caller').optional().describe('Offer the number that the call comes from'),
  confirm: z.literal(true).optional().describe('Read the answer back before it counts: `<prompt>.confirm`'),
  speech: z.literal(true).optional().describe('Digits may be spoken too; never for sensitive answers'),
  skip: stepName.optional().describe('Where "#" alone, or no key at all, leads'),
  next: stepName.describe('The step that follows'),
  ...waitingFields,
});

type AskSource = z.output<typeof schema>;
type KeyEntry = AnswerEntry & { by: 'key' };
type DigitsEntry = AnswerEntry & { by: 'digits' };

/**
 * Asks for one answer. A choice or yes_no takes one key, `role: { ask: role, keys: { "1": victim }, next: zip }`;
 * digits, phone, zip, date, amount and identifier take an entry,
 * `number: { ask: number, offer: caller, confirm: true, next: words }`; speech takes words.
 */
export const ask = defineKind({
  keyword: 'ask',
  schema,
  link(source, linker) {
    const answer = linker.answer(source.ask, linker.path('ask'));
    if (answer === null) return null;
    switch (answer.entry.by) {
      case 'recording':
        linker.problem(linker.path('ask'), 'wrong-type', `"${answer.name}" is a recording: use "record".`);
        return null;
      case 'key':
        return linkKeyQuestion(source, answer, answer.entry, linker);
      case 'digits':
        return linkEntry(source, answer, answer.entry, linker);
      case 'speech':
        return linkSpokenQuestion(source, answer, linker);
    }
  },
});

function linkKeyQuestion(
  source: AskSource,
  answer: LinkedAnswer,
  entry: KeyEntry,
  linker: Linker,
): LinkedStep {
  refuseFields(source, linker, ['offer', 'skip', 'speech'], answer, 'takes one key');
  const linked = link(source, linker, KEY_TIMEOUT_SECONDS);
  const { waiting } = linked;
  const keys = keysOf(source, answer, entry, linker);
  const confirm = source.confirm === true;
  const path = linker.path('next');
  const onKey = ([key, value]: readonly [string, PlainValue]): Way => ({
    by: { kind: 'key', key },
    ...(confirm ? { to: linker.step, part: `confirm ${key}`, path: null } : { to: source.next, path }),
    ...(!confirm && { sets: { [answer.name]: value } }),
  });
  const question = waitingPart(linked, {
    speaks: waitingPrompts(waiting.prompt, promptPath(source, linker), linker.anywhere),
    ways: [...[...keys].map(onKey), ...anywhereWays(linker.anywhere)],
  });
  const readBacks = [...keys].map(
    ([key, value]) =>
      [
        `confirm ${key}`,
        readBackPart(source, linker, linked, { name: answer.name, value, again: '' }),
      ] as const,
  );
  return {
    ...shape(linker),
    parts: new Map([['', question], ...(confirm ? readBacks : [])]),
    ...createKeyQuestion({
      waiting,
      answer: answer.name,
      keys,
      confirm,
      accept: (run, value) => accept(run, source, value),
    }),
  };
}

function linkEntry(source: AskSource, answer: LinkedAnswer, entry: DigitsEntry, linker: Linker): LinkedStep {
  refuseFields(source, linker, ['keys'], answer, `is ${withArticle(answer.type)}`);
  if (source.offer !== undefined && answer.type !== 'phone') {
    const message = `"offer" is for a phone number, and "${answer.name}" is ${withArticle(answer.type)}.`;
    linker.problem(linker.path('offer'), 'wrong-type', message);
  }
  if (source.speech !== undefined && answer.sensitive) {
    const message = `"${answer.name}" is sensitive: it is entered on the keypad only.`;
    linker.problem(linker.path('speech'), 'sensitive-speech', message);
  }
  const linked = link(source, linker, ENTRY_TIMEOUT_SECONDS);
  const { name } = answer;
  const accepted = { to: source.next, path: linker.path('next') };
  const offer = source.offer !== undefined;
  const confirm = source.confirm !== undefined;
  const entered = confirm
    ? { to: linker.step, part: 'confirm', path: null }
    : { ...accepted, sets: { [name]: null } };
  const parts = new Map<string, Part>();
  if (offer) {
    parts.set(
      'offer',
      waitingPart(linked, {
        speaks: waitingPrompts(`${linked.waiting.prompt}.offer`, linker.path('offer'), linker.anywhere),
        supposes: name,
        ways: [
          { by: { kind: 'key', key: '1' }, ...accepted, sets: { [name]: null } },
          { by: { kind: 'key', key: '2' }, to: linker.step, part: '', path: null },
          ...anywhereWays(linker.anywhere),
        ],
      }),
    );
  }
  parts.set(
    '',
    waitingPart(linked, {
      speaks: waitingPrompts(linked.waiting.prompt, promptPath(source, linker)),
      ways: [
        { by: { kind: 'entry', keys: entry.fewest }, ...entered },
        ...(source.skip === undefined
          ? []
          : [{ by: { kind: 'silence' } as const, to: source.skip, path: linker.path('skip') }]),
      ],
    }),
  );
  if (confirm) parts.set('confirm', readBackPart(source, linker, linked, { name, value: null, again: '' }));
  return {
    ...shape(linker),
    parts,
    ...createEntry({
      waiting: linked.waiting,
      answer: name,
      numDigits: entry.numDigits,
      read: entry.read,
      offer,
      confirm,
      listens: source.speech === true,
      skip: source.skip ?? null,
      accept: (run, value) => accept(run, source, value),
    }),
  };
}

function linkSpokenQuestion(source: AskSource, answer: LinkedAnswer, linker: Linker): LinkedStep {
  refuseFields(source, linker, ['keys', 'offer', 'confirm', 'speech'], answer, 'takes words');
  const linked = link(source, linker, SPEECH_TIMEOUT_SECONDS);
  const skip = source.skip ?? null;
  const path = linker.path('next');
  const part = waitingPart(linked, {
    speaks: waitingPrompts(linked.waiting.prompt, promptPath(source, linker), linker.anywhere),
    ways: [
      { by: { kind: 'words' }, to: source.next, sets: { [answer.name]: null }, path },
      ...(skip === null ? [] : [{ by: { kind: 'silence' } as const, to: skip, path: linker.path('skip') }]),
      ...anywhereWays(linker.anywhere),
    ],
  });
  return {
    ...shape(linker),
    parts: new Map([['', part]]),
    ...createSpokenQuestion({
      waiting: linked.waiting,
      skip,
      accept: (run, words) => accept(run, source, words),
    }),
  };
}

function link(source: AskSource, linker: Linker, timeout: number): LinkedWaiting {
  return linker.waiting(source, { prompt: source.prompt ?? source.ask, timeout });
}

const shape = (linker: Linker) =>
  ({ name: linker.step, kind: 'ask', within: linker.within, ends: false, calls: null }) as const;

const promptPath = (source: AskSource, linker: Linker) =>
  linker.path(source.prompt === undefined ? 'ask' : 'prompt');

/** The part that reads an answer back: 1 accepts the value, 2 asks again. */
function readBackPart(
  source: AskSource,
  linker: Linker,
  linked: LinkedWaiting,
  { name, value, again }: { name: string; value: PlainValue | null; again: string },
): Part {
  return waitingPart(linked, {
    entrance: false,
    speaks: waitingPrompts(`${linked.waiting.prompt}.confirm`, linker.path('confirm'), linker.anywhere),
    supposes: name,
    ways: [
      { by: { kind: 'key', key: '1' }, to: source.next, sets: { [name]: value }, path: linker.path('next') },
      { by: { kind: 'key', key: '2' }, to: linker.step, part: again, path: null },
      ...anywhereWays(linker.anywhere),
    ],
  });
}

function refuseFields(
  source: AskSource,
  linker: Linker,
  fields: readonly ('keys' | 'offer' | 'skip' | 'confirm' | 'speech')[],
  answer: LinkedAnswer,
  why: string,
): void {
  for (const field of fields) {
    if (source[field] === undefined) continue;
    const message = `"${field}" does not fit here: "${answer.name}" ${why}.`;
    linker.problem(linker.path(field), 'unknown-field', message);
  }
}

function accept({ session, events }: Run, source: AskSource, value: Value): Move {
  session.answers[source.ask] = value;
  events.push({ kind: 'answered', step: session.step, name: source.ask });
  return { kind: 'go', to: source.next };
}

/** Which key means which value: every word of the answer has a key, and every key one of its words. */
function keysOf(
  source: AskSource,
  answer: LinkedAnswer,
  entry: KeyEntry,
  linker: Linker,
): ReadonlyMap<string, PlainValue> {
  const keys = new Map<string, PlainValue>();
  const keyless = new Set(entry.words.keys());
  for (const [key, word] of Object.entries(source.keys ?? entry.keys ?? {})) {
    const value = entry.words.get(word);
    if (value === undefined) {
      const message = `"${word}" is not a choice of "${answer.name}".${didYouMean(word, entry.words.keys())}`;
      linker.problem(linker.path('keys', key), 'unknown-choice', message);
      continue;
    }
    keys.set(key, value);
    keyless.delete(word);
  }
  if (keyless.size > 0) {
    const words = [...keyless].map((word) => `"${word}"`).join(', ');
    linker.problem(linker.path('keys'), 'missing-key', `No key for ${words} of "${answer.name}".`);
  }
  return keys;
}
