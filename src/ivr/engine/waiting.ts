import type { GatherInstruction } from '../../kernel/instructions.ts';
import type { Exit, Input, Move, PromptUse, Run } from '../language/flow.ts';
import type { Path } from '../language/source.ts';
import { speak } from './speak.ts';
import type { Spoken, SpokenIn } from './speak.ts';

/** How a step waits for the caller: the same for menus, questions and recordings. */
export interface Waiting {
  readonly step: string;
  readonly prompt: string;
  readonly spokenIn: SpokenIn;
  readonly timeoutSeconds: number;
  readonly attempts: number;
  readonly exhausted: string;
}

/** Words before a question that is asked again. */
export type Lead = 'silence' | 'wrong' | null;

/** The own words for silence or a wrong entry, or the flow's default ones. */
export function leadPrompt(prompt: string, lead: 'silence' | 'wrong'): Spoken {
  return { prompt: `${prompt}.${lead}`, otherwise: `default.${lead}` };
}

/** All that a waiting step may say for a prompt: itself, and its words for silence and for a wrong entry. */
export function waitingPrompts(prompt: string, path: Path): PromptUse[] {
  return [
    { prompt, path },
    { ...leadPrompt(prompt, 'silence'), path },
    { ...leadPrompt(prompt, 'wrong'), path },
  ];
}

/** Asks for one key; every key reaches us, `#` and `*` included. */
export function askKey(run: Run, waiting: Waiting, lead: Lead): Move {
  return gather(run, waiting, lead, { numDigits: 1, finishOnKey: '' });
}

/** Waits for keys after saying a prompt, with words about what went wrong before it. */
export function gather(
  run: Run,
  waiting: Waiting,
  lead: Lead,
  keys: Pick<GatherInstruction, 'numDigits' | 'finishOnKey'>,
): Move {
  const prompts = lead === null ? [] : [leadPrompt(waiting.prompt, lead)];
  const speech = speak(run, [...prompts, { prompt: waiting.prompt }], waiting.spokenIn);
  const { timeoutSeconds } = waiting;
  return { kind: 'wait', instruction: { kind: 'gather', speech, ...keys, timeoutSeconds } };
}

/** Counts a silence or a wrong entry, and asks again until the attempts are used up. */
export function failAttempt(
  run: Run,
  waiting: Waiting,
  lead: 'silence' | 'wrong',
  ask: (lead: Lead) => Move,
): Move {
  run.events.push({ kind: lead, step: waiting.step });
  run.session.attempts += 1;
  if (run.session.attempts >= waiting.attempts) return { kind: 'go', to: waiting.exhausted };
  return ask(lead);
}

/** A key that means something in this step, or where an `anywhere` key leads. */
export type Pressed<Meaning> =
  { readonly kind: 'key'; readonly meaning: Meaning } | { readonly kind: 'moved'; readonly move: Move };

/**
 * Takes the answer to `askKey`: the meaning of the key, or the move that follows when it has none, be it an
 * `anywhere` key, a wrong key or silence.
 */
export function takeKey<Meaning>(
  run: Run,
  waiting: Waiting,
  input: Input,
  keys: ReadonlyMap<string, Meaning>,
  ask: (lead: Lead) => Move = (lead) => askKey(run, waiting, lead),
): Pressed<Meaning> {
  const moved = (move: Move): Pressed<Meaning> => ({ kind: 'moved', move });
  if (input.kind !== 'digits') {
    return moved(failAttempt(run, waiting, input.kind === 'wrong' ? 'wrong' : 'silence', ask));
  }
  const meaning = keys.get(input.digits);
  if (meaning !== undefined) return { kind: 'key', meaning };
  const anywhere = run.flow.anywhere.get(input.digits);
  if (anywhere === 'repeat') return moved(ask(null));
  if (anywhere !== undefined) return moved({ kind: 'go', to: anywhere });
  return moved(failAttempt(run, waiting, 'wrong', ask));
}

/** The exits that every step with single keys has besides its own. */
export function anywhereExits(anywhere: ReadonlyMap<string, string>): Exit[] {
  return [...anywhere]
    .filter(([, to]) => to !== 'repeat')
    .map(([key, to]) => ({ to, path: ['anywhere', key] }));
}
