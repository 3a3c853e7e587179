import { askKey, failAttempt, gather, takeKey } from '../engine/waiting.ts';
import type { Lead, Waiting } from '../engine/waiting.ts';
import type { Input, LinkedStep, Move, Run } from '../language/flow.ts';

/** A question that takes several keys, with an offer before and a confirmation after, if wanted. */
export interface Entry {
  readonly waiting: Waiting;
  readonly answer: string;
  readonly numDigits: number | null;
  readonly read: (digits: string) => string | null;
  readonly offer: boolean;
  readonly confirm: boolean;
  /** Where the finish key alone, or no key at all, leads. */
  readonly skip: string | null;
  readonly accept: (run: Run, value: string) => Move;
}

const offerKeys = new Map<string, 'caller' | 'another'>([
  ['1', 'caller'],
  ['2', 'another'],
]);
const confirmKeys = new Map<string, 'right' | 'again'>([
  ['1', 'right'],
  ['2', 'again'],
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
          return takeConfirmation(entry, run, input);
        default:
          return takeEntry(entry, run, input);
      }
    },
  };
}

const offerWaiting = ({ waiting }: Entry): Waiting => ({ ...waiting, prompt: `${waiting.prompt}.offer` });
const confirmWaiting = ({ waiting }: Entry): Waiting => ({ ...waiting, prompt: `${waiting.prompt}.confirm` });

function enterPhase(run: Run, phase: 'offer' | 'entry' | 'confirm', draft: string): void {
  if (run.session.phase !== phase) run.session.attempts = 0;
  run.session.phase = phase;
  run.session.draft = draft;
}

function askOffer(entry: Entry, run: Run, callerNumber: string, lead: Lead): Move {
  enterPhase(run, 'offer', '');
  return askKey(supposing(run, entry, callerNumber), offerWaiting(entry), lead);
}

function takeOffer(entry: Entry, run: Run, input: Input): Move {
  const { callerNumber } = run.facts;
  if (callerNumber === null) return askEntry(entry, run, null);
  const pressed = takeKey(run, offerWaiting(entry), input, offerKeys, (lead) =>
    askOffer(entry, run, callerNumber, lead),
  );
  if (pressed.kind === 'moved') return pressed.move;
  return pressed.meaning === 'another' ? askEntry(entry, run, null) : entry.accept(run, callerNumber);
}

function askEntry(entry: Entry, run: Run, lead: Lead): Move {
  enterPhase(run, 'entry', '');
  return gather(run, entry.waiting, lead, entryKeys(entry.numDigits));
}

function entryKeys(numDigits: number | null): { finishOnKey: '#'; numDigits?: number } {
  return numDigits === null ? { finishOnKey: '#' } : { finishOnKey: '#', numDigits };
}

function takeEntry(entry: Entry, run: Run, input: Input): Move {
  const again = (lead: Lead): Move => askEntry(entry, run, lead);
  const fail = (lead: 'silence' | 'wrong'): Move => failAttempt(run, entry.waiting, lead, again);
  // Twilio takes the finish key alone for silence, so that the two cannot be told apart: both skip.
  if (input.kind === 'silence' && entry.skip !== null && run.session.draft === '')
    return { kind: 'go', to: entry.skip };
  if (input.kind !== 'digits') return fail(input.kind === 'wrong' ? 'wrong' : 'silence');

  const [entered = '', ...finished] = (run.session.draft + input.digits).split('#');
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
      instruction: { kind: 'gather', speech: [], ...entryKeys(missing), timeoutSeconds },
    };
  }
  const value = entry.read(digits);
  if (value === null) return fail('wrong');
  return entry.confirm ? askConfirmation(entry, run, value, null) : entry.accept(run, value);
}

function askConfirmation(entry: Entry, run: Run, value: string, lead: Lead): Move {
  enterPhase(run, 'confirm', value);
  return askKey(supposing(run, entry, value), confirmWaiting(entry), lead);
}

/** For a prompt that speaks an answer which does not count as given before the caller has said yes to it. */
function supposing(run: Run, entry: Entry, value: string): Run {
  const answers = { ...run.session.answers, [entry.answer]: value };
  return { ...run, session: { ...run.session, answers } };
}

function takeConfirmation(entry: Entry, run: Run, input: Input): Move {
  const value = run.session.draft;
  const pressed = takeKey(run, confirmWaiting(entry), input, confirmKeys, (lead) =>
    askConfirmation(entry, run, value, lead),
  );
  if (pressed.kind === 'moved') return pressed.move;
  return pressed.meaning === 'right' ? entry.accept(run, value) : askEntry(entry, run, null);
}
