import { gather, takeKey } from '../engine/waiting.ts';
import type { Lead, Waiting } from '../engine/waiting.ts';
import type { LinkedAnswer } from '../language/answers/answer.ts';
import type { LinkedStep, Move, Run } from '../language/flow.ts';
import type { Linker } from './kind.ts';
import { anywhereWays, waitingPart, waitingPrompts } from './parts.ts';
import { accept, promptPath, refuseFields, shapeOf, waitingOf } from './question.ts';
import type { AskSource } from './question.ts';

const TIMEOUT_SECONDS = 8;

/** Compiles the question for an answer in words. */
export function linkSpokenQuestion(source: AskSource, answer: LinkedAnswer, linker: Linker): LinkedStep {
  refuseFields(source, linker, ['keys', 'offer', 'confirm', 'speech'], answer, 'takes words');
  const linked = waitingOf(source, linker, TIMEOUT_SECONDS);
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
    ...shapeOf(linker),
    parts: new Map([['', part]]),
    ...createSpokenQuestion({
      waiting: linked.waiting,
      skip,
      accept: (run, words) => accept(run, source, words),
    }),
  };
}

/** No key is an answer to a spoken question. */
const noKeys: ReadonlyMap<string, Move> = new Map();

/** A question that takes a few words. */
export interface SpokenQuestion {
  readonly waiting: Waiting;
  /** Where silence leads. */
  readonly skip: string | null;
  readonly accept: (run: Run, words: string) => Move;
}

/** The run of a spoken question. A key is one of those that work everywhere, or means nothing here. */
export function createSpokenQuestion({
  waiting,
  skip,
  accept,
}: SpokenQuestion): Pick<LinkedStep, 'enter' | 'take'> {
  const ask = (run: Run, lead: Lead): Move => {
    const { language } = run.session;
    const listens = { language, hints: [], keys: true };
    return gather(run, waiting, lead, { numDigits: 1, finishOnKey: '', listens });
  };
  return {
    enter: (run) => ask(run, null),
    take(run, input) {
      if (input.kind === 'speech') return accept(run, input.words);
      if (input.kind === 'silence' && skip !== null) return { kind: 'go', to: skip };
      const pressed = takeKey(run, waiting, input, noKeys, (lead) => ask(run, lead));
      return pressed.kind === 'moved' ? pressed.move : pressed.meaning;
    },
  };
}
