import { z } from 'zod';
import type { Value } from '../../kernel/capability.ts';
import { anywhereExits, askKey, takeKey, waitingPrompts } from '../engine/waiting.ts';
import type { AnswerEntry, LinkedAnswer } from '../language/answers/answer.ts';
import type { LinkedStep, Move, Run } from '../language/flow.ts';
import { didYouMean } from '../language/nearest.ts';
import { createEntry } from './entry.ts';
import { defineKind, promptName, stepName, telephoneKey, waitingFields } from './kind.ts';
import type { LinkedWaiting, Linker } from './kind.ts';

const KEY_TIMEOUT_SECONDS = 6;
const ENTRY_TIMEOUT_SECONDS = 8;

const schema = z.strictObject({
  ask: z.string().describe('The answer'),
  prompt: promptName.optional().describe("The prompt; the answer's name if not given"),
  keys: z
    .record(telephoneKey, z.string())
    .optional()
    .describe('The key of each choice; of yes and no, if not 1 and 2'),
  offer: z.literal('caller').optional().describe('Offer the number that the call comes from'),
  confirm: z.literal(true).optional().describe('Read the entry back before it counts'),
  skip: stepName.optional().describe('Where "#" alone, or no key at all, leads'),
  next: stepName,
  ...waitingFields,
});

type AskSource = z.output<typeof schema>;
type KeyEntry = AnswerEntry & { by: 'key' };
type DigitsEntry = AnswerEntry & { by: 'digits' };

/**
 * Asks for one answer. A choice or yes_no takes one key, `role: { ask: role, keys: { "1": victim }, next: zip }`;
 * a zip, phone or digits answer takes an entry, `number: { ask: number, offer: caller, confirm: true, next: words }`.
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
    }
  },
});

function linkKeyQuestion(
  source: AskSource,
  answer: LinkedAnswer,
  entry: KeyEntry,
  linker: Linker,
): LinkedStep {
  const { waiting, exit } = link(source, linker, KEY_TIMEOUT_SECONDS);
  for (const field of ['offer', 'confirm', 'skip'] as const) {
    if (source[field] === undefined) continue;
    const message = `"${field}" is for entries of several keys, and "${answer.name}" takes one key.`;
    linker.problem(linker.path(field), 'unknown-field', message);
  }
  const keys = keysOf(source, answer, entry, linker);
  return {
    ...shape(source, linker, { waiting, exit }),
    exits: [{ to: source.next, path: linker.path('next') }, exit, ...anywhereExits(linker.anywhere)],
    keys: [...keys.keys()].map((key) => ({ key, path: linker.path('keys', key) })),
    enter: (run) => askKey(run, waiting, null),
    take(run, input) {
      const pressed = takeKey(run, waiting, input, keys);
      return pressed.kind === 'moved' ? pressed.move : accept(run, source, pressed.meaning);
    },
  };
}

function linkEntry(source: AskSource, answer: LinkedAnswer, entry: DigitsEntry, linker: Linker): LinkedStep {
  const { waiting, exit } = link(source, linker, ENTRY_TIMEOUT_SECONDS);
  if (source.keys !== undefined) {
    const message = `"keys" is for a choice or yes_no, and "${answer.name}" is a ${answer.type}.`;
    linker.problem(linker.path('keys'), 'unknown-field', message);
  }
  if (source.offer !== undefined && answer.type !== 'phone') {
    const message = `"offer" is for a phone number, and "${answer.name}" is a ${answer.type}.`;
    linker.problem(linker.path('offer'), 'wrong-type', message);
  }
  const singleKeys = source.offer !== undefined || source.confirm !== undefined;
  const skip = source.skip === undefined ? [] : [{ to: source.skip, path: linker.path('skip') }];
  const parts = (['offer', 'confirm'] as const).filter((part) => source[part] !== undefined);
  const common = shape(source, linker, { waiting, exit });
  return {
    ...common,
    exits: [
      { to: source.next, path: linker.path('next') },
      ...skip,
      exit,
      ...(singleKeys ? anywhereExits(linker.anywhere) : []),
    ],
    speaks: [
      ...common.speaks,
      ...parts.flatMap((part) => waitingPrompts(`${waiting.prompt}.${part}`, linker.path(part))),
    ],
    keys: singleKeys ? ['1', '2'].map((key) => ({ key, path: linker.path('ask') })) : [],
    ...createEntry({
      waiting,
      answer: answer.name,
      numDigits: entry.numDigits,
      read: entry.read,
      offer: source.offer !== undefined,
      confirm: source.confirm !== undefined,
      skip: source.skip ?? null,
      accept: (run, value) => accept(run, source, value),
    }),
  };
}

function link(source: AskSource, linker: Linker, timeout: number): LinkedWaiting {
  return linker.waiting(source, { prompt: source.prompt ?? source.ask, timeout });
}

function shape(source: AskSource, linker: Linker, { waiting }: LinkedWaiting) {
  return {
    name: linker.step,
    kind: 'ask',
    waits: true,
    ends: false,
    calls: null,
    speaks: waitingPrompts(waiting.prompt, linker.path(source.prompt === undefined ? 'ask' : 'prompt')),
  };
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
): ReadonlyMap<string, Value> {
  const keys = new Map<string, Value>();
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
