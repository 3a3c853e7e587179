import type { Value } from '../../kernel/capability.ts';
import type { GatherInstruction } from '../../kernel/instructions.ts';
import { askKey, failAttempt, gather, secondsFor, takeKey } from '../engine/waiting.ts';
import type { Lead, Waiting } from '../engine/waiting.ts';
import type { Input, LinkedStep, Move, Run } from '../language/flow.ts';
import { askBack, enterPhase, partOf, supposing, takeBack } from './read-back.ts';
import type { ReadBack } from './read-back.ts';

/** A question that takes several keys, with an offer before and a confirmation after, if wanted. */
export interface Entry {
  readonly waiting: Waiting;
  readonly answer: string;
  readonly numDigits: number | null;
  readonly read: (digits: string) => string | number | null;
  readonly offer: boolean;
  readonly confirm: boolean;
  /** Digits may be spoken too. */
  readonly listens: boolean;
  /** Where the finish key alone, or no key at all, leads. */
  readonly skip: string | null;
  readonly accept: (run: Run, value: Value) => Move;
}

const offerKeys = new Map<string, 'caller' | 'another'>([
  ['1', 'caller'],
  ['2', 'another'],
]);

/**
 * The run of an entry: phase `offer` (use the number you call from?) → `entry` (the keys) → `confirm` (is that
 * right?). While keys are entered 0 is a digit, `*` clears what came before it, and `#` ends.
 */
export function createEntry(entry: Entry): Pick<LinkedStep, 'enter' | 'take'> {
  return {
    enter(run) {
      const { callerNumber } = run.facts;
      return entry.offer && callerNumber !== null
        ? askOffer(entry, run, callerNumber, null)
        : askEntry(entry, run, null);
    },
    take(run, input) {
      switch (run.session.phase) {
        case 'offer':
          return takeOffer(entry, run, input);
        case 'confirm':
          return takeBack(readBackOf(entry), run, input);
        default:
          return takeEntry(entry, run, input);
      }
    },
  };
}

function readBackOf(entry: Entry): ReadBack {
  const { waiting, answer, read, accept } = entry;
  return { waiting, answer, read, accept, again: (run) => askEntry(entry, run, null) };
}

function askOffer(entry: Entry, run: Run, callerNumber: string, lead: Lead): Move {
  enterPhase(run, 'offer', '');
  return askKey(supposing(run, entry.answer, callerNumber), partOf(entry.waiting, 'offer'), lead);
}

function takeOffer(entry: Entry, run: Run, input: Input): Move {
  const { callerNumber } = run.facts;
  if (callerNumber === null) return askEntry(entry, run, null);
  const pressed = takeKey(run, partOf(entry.waiting, 'offer'), input, offerKeys, (lead) =>
    askOffer(entry, run, callerNumber, lead),
  );
  if (pressed.kind === 'moved') return pressed.move;
  return pressed.meaning === 'another' ? askEntry(entry, run, null) : entry.accept(run, callerNumber);
}

function askEntry(entry: Entry, run: Run, lead: Lead): Move {
  enterPhase(run, 'entry', '');
  return gather(run, entry.waiting, lead, takesOf(entry, run, entry.numDigits));
}

function takesOf(
  { listens }: Entry,
  { session }: Run,
  numDigits: number | null,
): Pick<GatherInstruction, 'finishOnKey' | 'numDigits' | 'listens'> {
  return {
    finishOnKey: '#',
    ...(numDigits !== null && { numDigits }),
    ...(listens && { listens: { language: session.language, hints: [], keys: true } }),
  };
}

/** The digits in spoken words such as "9 0 0 1 2", as recognisers write them; '' where other words are in them. */
const spokenDigits = (words: string): string => (/^[\d\s.,-]+$/.test(words) ? words.replace(/\D/g, '') : '');

function takeEntry(entry: Entry, run: Run, input: Input): Move {
  const again = (lead: Lead): Move => askEntry(entry, run, lead);
  const fail = (lead: 'silence' | 'wrong'): Move => failAttempt(run, entry.waiting, lead, again);
  // Twilio takes the finish key alone for silence, so that the two cannot be told apart: both skip.
  if (input.kind === 'silence' && entry.skip !== null && run.session.draft === '')
    return { kind: 'go', to: entry.skip };
  const keys = keysOf(entry, input);
  if (keys === null) return fail(input.kind === 'wrong' || input.kind === 'speech' ? 'wrong' : 'silence');

  const [entered = '', ...finished] = (run.session.draft + keys).split('#');
  const cleared = entered.includes('*');
  const digits = entered.slice(entered.lastIndexOf('*') + 1);
  if (digits === '') {
    if (cleared) return again(null);
    return entry.skip === null ? fail('wrong') : { kind: 'go', to: entry.skip };
  }
  // A cleared start has used up some of the keys that the phone counts: wait silently for the rest of them.
  const missing = (entry.numDigits ?? 0) - digits.length;
  if (cleared && missing > 0 && finished.length === 0) {
    enterPhase(run, 'entry', digits);
    const { timeoutSeconds } = entry.waiting;
    return {
      kind: 'wait',
      instruction: {
        kind: 'gather',
        speech: [],
        ...takesOf(entry, run, missing),
        timeoutSeconds: secondsFor(run, timeoutSeconds),
      },
    };
  }
  const value = entry.read(digits);
  if (value === null) return fail('wrong');
  return entry.confirm ? askBack(readBackOf(entry), run, digits) : entry.accept(run, value);
}

function keysOf({ listens }: Entry, input: Input): string | null {
  if (input.kind === 'digits') return input.digits;
  const spoken = listens && input.kind === 'speech' ? spokenDigits(input.words) : '';
  return spoken === '' ? null : spoken;
}
