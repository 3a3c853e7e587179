import type { CalleeBehaviour } from '../../../src/emulator/index.ts';
import { seededRandom } from '../../support/random.ts';

/** One night of an office: what each telephone does when it rings, by a seed, and what must come of it. */

/** What the caller's telephone does. */
export const callers = ['talks', 'hangs_up', 'is_silent', 'is_busy', 'is_out', 'machine'] as const;
export type CallerKind = (typeof callers)[number];

/** What the officer does when their own telephone rings. */
export const officers = ['takes_it', 'hangs_up', 'is_silent'] as const;
export type OfficerKind = (typeof officers)[number];

export type Terms = 'none' | 'neutral' | 'named';

export interface PlannedTry {
  readonly officer: OfficerKind;
  readonly caller: CallerKind;
  /** What is on record of it. */
  readonly outcome: 'reached' | 'no_answer' | 'busy' | 'voicemail_left' | 'officer_absent';
  /** Whether the caller's telephone rings. */
  readonly rings: boolean;
}

export interface PlannedCallback {
  readonly index: number;
  /** E.164, of a number that nobody else has. */
  readonly number: string;
  readonly voicemail: Terms;
  /** One after the other, until the caller's telephone has rung. */
  readonly tries: readonly PlannedTry[];
  /** How the callback stands in the morning. */
  readonly state: 'closed' | 'waiting';
}

export function planNight(seed: number, count: number): PlannedCallback[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const voicemail = random.pick<Terms>(['none', 'neutral', 'named']);
    const caller = random.pick(callers);
    const first = random.pick<OfficerKind>(['takes_it', 'takes_it', 'takes_it', 'hangs_up', 'is_silent']);
    const rung = { officer: 'takes_it', caller, outcome: outcomeOf(caller, voicemail), rings: true } as const;
    const absent = { officer: first, caller, outcome: 'officer_absent', rings: false } as const;
    return {
      index,
      number: `+1202556${String(index).padStart(4, '0')}`,
      voicemail,
      tries: first === 'takes_it' ? [rung] : [absent, rung],
      state: rung.outcome === 'reached' ? 'closed' : 'waiting',
    };
  });
}

function outcomeOf(caller: CallerKind, voicemail: Terms): PlannedTry['outcome'] {
  switch (caller) {
    case 'talks':
      return 'reached';
    case 'is_busy':
      return 'busy';
    case 'machine':
      return voicemail === 'none' ? 'no_answer' : 'voicemail_left';
    case 'hangs_up':
    case 'is_silent':
    case 'is_out':
      return 'no_answer';
  }
}

export function callerPhone(kind: CallerKind): CalleeBehaviour {
  switch (kind) {
    case 'talks':
      return {
        kind: 'answers',
        script: [{ hears: 'press 1', press: '1' }, { talks: 60 }, { hangUp: true }],
      };
    case 'hangs_up':
      return { kind: 'answers', script: [{ hears: 'press 1', hangUp: true }] };
    case 'is_silent':
      return { kind: 'answers', script: [{ waits: 600 }] };
    case 'is_busy':
      return { kind: 'busy' };
    case 'is_out':
      return { kind: 'noAnswer' };
    case 'machine':
      return { kind: 'voicemail' };
  }
}

export function officerPhone(kind: OfficerKind): CalleeBehaviour {
  switch (kind) {
    case 'takes_it':
      return { kind: 'answers', script: [{ hears: 'press 1', press: '1' }, { waits: 5_000 }] };
    case 'hangs_up':
      return { kind: 'answers', script: [{ hears: 'Callback for case', hangUp: true }] };
    case 'is_silent':
      return { kind: 'answers', script: [{ waits: 600 }] };
  }
}

/** How many of the night's tries come to what, for whoever reads the log of a run. */
export function tally(night: readonly PlannedCallback[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { outcome } of night.flatMap(({ tries }) => tries)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
