import type { GatherInstruction } from '../../kernel/instructions.ts';
import type { Input, Move, Run } from '../language/flow.ts';
import { hintsOf, keyFor } from './hear.ts';
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
export type Lead = 'silence' | 'wrong' | 'more-time' | null;

/** Targets of `anywhere` keys that are no steps. */
export const REPEAT = 'repeat';
export const MORE_TIME = 'more-time';

/** The own words for silence or a wrong entry, or the flow's default ones. */
export function leadPrompt(prompt: string, lead: Exclude<Lead, null>): Spoken {
  return lead === 'more-time'
    ? { prompt: `default.${lead}` }
    : { prompt: `${prompt}.${lead}`, otherwise: `default.${lead}` };
}

/** The time-out of a step for this caller, in seconds: at most what the provider takes without a doubt. */
export function secondsFor({ session }: Run, timeoutSeconds: number): number {
  return session.patient ? Math.min(timeoutSeconds * 2, 120) : timeoutSeconds;
}

/** Asks for one key; every key reaches us, `#` and `*` included. Words that stand for a key are taken as well. */
export function askKey(run: Run, waiting: Waiting, lead: Lead): Move {
  const { language } = run.session;
  const hints = hintsOf(run.flow.prompts.get(language), waiting.prompt);
  const listens = hints === null ? {} : { listens: { language, hints, keys: true } };
  return gather(run, waiting, lead, { numDigits: 1, finishOnKey: '', ...listens });
}

/** Waits for keys or words after saying a prompt, with words about what went wrong before it. */
export function gather(
  run: Run,
  waiting: Waiting,
  lead: Lead,
  takes: Pick<GatherInstruction, 'numDigits' | 'finishOnKey' | 'listens'>,
): Move {
  const prompts = lead === null ? [] : [leadPrompt(waiting.prompt, lead)];
  const speech = speak(run, [...prompts, { prompt: waiting.prompt }], waiting.spokenIn);
  const timeoutSeconds = secondsFor(run, waiting.timeoutSeconds);
  return { kind: 'wait', instruction: { kind: 'gather', speech, ...takes, timeoutSeconds } };
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
  const key = keyOf(run, waiting, input);
  if (key === null) {
    const heard = input.kind === 'wrong' || input.kind === 'speech' ? 'wrong' : 'silence';
    return moved(failAttempt(run, waiting, heard, ask));
  }
  const meaning = keys.get(key);
  if (meaning !== undefined) return { kind: 'key', meaning };
  const anywhere = run.flow.anywhere.get(key);
  switch (anywhere) {
    case undefined:
      return moved(failAttempt(run, waiting, 'wrong', ask));
    case REPEAT:
      return moved(ask(null));
    case MORE_TIME:
      run.session.patient = true;
      return moved(ask('more-time'));
    default:
      return moved({ kind: 'go', to: anywhere });
  }
}

function keyOf({ flow, session }: Run, { prompt }: Waiting, input: Input): string | null {
  if (input.kind === 'digits') return input.digits;
  if (input.kind !== 'speech') return null;
  return keyFor(flow.prompts.get(session.language), prompt, input.words, input.confidence);
}
