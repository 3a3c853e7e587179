import type { Value } from '../../kernel/capability.ts';
import { askKey, takeKey } from '../engine/waiting.ts';
import type { Lead, Waiting } from '../engine/waiting.ts';
import type { Input, Move, Run } from '../language/flow.ts';

/** Reads an answer back before it counts: the phase `confirm` of a question. */
export interface ReadBack {
  readonly waiting: Waiting;
  readonly answer: string;
  /** The value that the keys in the draft stand for. */
  readonly read: (draft: string) => Value | null;
  readonly accept: (run: Run, value: Value) => Move;
  /** Asks the question anew. */
  readonly again: (run: Run) => Move;
}

const confirmKeys = new Map<string, 'right' | 'again'>([
  ['1', 'right'],
  ['2', 'again'],
]);

/** Says `<prompt>.confirm` with the answer in it: 1 is right, 2 asks again. */
export function askBack(readBack: ReadBack, run: Run, draft: string, lead: Lead = null): Move {
  enterPhase(run, 'confirm', draft);
  const { waiting, answer, read } = readBack;
  const value = read(draft);
  if (value === null) return readBack.again(run);
  return askKey(supposing(run, answer, value), partOf(waiting, 'confirm'), lead);
}

export function takeBack(readBack: ReadBack, run: Run, input: Input): Move {
  const { draft } = run.session;
  const pressed = takeKey(run, partOf(readBack.waiting, 'confirm'), input, confirmKeys, (lead) =>
    askBack(readBack, run, draft, lead),
  );
  if (pressed.kind === 'moved') return pressed.move;
  const value = readBack.read(draft);
  return pressed.meaning === 'right' && value !== null ? readBack.accept(run, value) : readBack.again(run);
}

/** The same wait for another prompt of the same question. */
export function partOf(waiting: Waiting, part: 'offer' | 'confirm'): Waiting {
  return { ...waiting, prompt: `${waiting.prompt}.${part}` };
}

export function enterPhase(run: Run, phase: '' | 'offer' | 'entry' | 'confirm', draft: string): void {
  if (run.session.phase !== phase) run.session.attempts = 0;
  run.session.phase = phase;
  run.session.draft = draft;
}

/** For a prompt that speaks an answer which does not count as given before the caller has said yes to it. */
export function supposing(run: Run, answer: string, value: Value): Run {
  const answers = { ...run.session.answers, [answer]: value };
  return { ...run, session: { ...run.session, answers } };
}
