import type { Value } from '../../kernel/capability.ts';
import { askKey, takeKey } from '../engine/waiting.ts';
import type { Lead, Waiting } from '../engine/waiting.ts';
import type { LinkedStep, Move, Run } from '../language/flow.ts';
import { askBack, enterPhase, takeBack } from './read-back.ts';
import type { ReadBack } from './read-back.ts';

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
