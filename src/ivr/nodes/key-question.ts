import type { PlainValue, Value } from '../../kernel/capability.ts';
import { askKey, takeKey } from '../engine/waiting.ts';
import type { Lead, Waiting } from '../engine/waiting.ts';
import type { AnswerEntry, LinkedAnswer } from '../language/answers/answer.ts';
import type { LinkedStep, Move, Run, Way } from '../language/flow.ts';
import { didYouMean } from '../language/nearest.ts';
import type { Linker } from './kind.ts';
import { anywhereWays, waitingPart, waitingPrompts } from './parts.ts';
import { accept, promptPath, readBackPart, refuseFields, shapeOf, waitingOf } from './question.ts';
import type { AskSource } from './question.ts';
import { askBack, enterPhase, takeBack } from './read-back.ts';
import type { ReadBack } from './read-back.ts';

const TIMEOUT_SECONDS = 6;

type KeyEntry = AnswerEntry & { by: 'key' };

/** Compiles the question for a choice or yes_no. */
export function linkKeyQuestion(
  source: AskSource,
  answer: LinkedAnswer,
  entry: KeyEntry,
  linker: Linker,
): LinkedStep {
  refuseFields(source, linker, ['offer', 'skip', 'speech'], answer, 'takes one key');
  const linked = waitingOf(source, linker, TIMEOUT_SECONDS);
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
      [`confirm ${key}`, readBackPart(source, linker, linked, { name: answer.name, value })] as const,
  );
  return {
    ...shapeOf(linker),
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

/** A question that takes one key, with a confirmation after it, if wanted. */
export interface KeyQuestion {
  readonly waiting: Waiting;
  readonly answer: string;
  readonly keys: ReadonlyMap<string, Value>;
  readonly confirm: boolean;
  readonly accept: (run: Run, value: Value) => Move;
}

/** The run of a key question: the key → `confirm` (is that right?). */
export function createKeyQuestion(question: KeyQuestion): Pick<LinkedStep, 'enter' | 'take'> {
  const { waiting, keys, accept } = question;
  /** A key means itself here: what it stands for is read when it counts. */
  const ownKeys = new Map([...keys.keys()].map((key) => [key, key]));
  const ask = (run: Run, lead: Lead): Move => {
    enterPhase(run, '', '');
    return askKey(run, waiting, lead);
  };
  const readBack: ReadBack = {
    ...question,
    read: (key) => keys.get(key) ?? null,
    again: (run) => ask(run, null),
  };
  return {
    enter: (run) => ask(run, null),
    take(run, input) {
      if (run.session.phase === 'confirm') return takeBack(readBack, run, input);
      const pressed = takeKey(run, waiting, input, ownKeys, (lead) => ask(run, lead));
      if (pressed.kind === 'moved') return pressed.move;
      const value = keys.get(pressed.meaning);
      if (question.confirm || value === undefined) return askBack(readBack, run, pressed.meaning);
      return accept(run, value);
    },
  };
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
