import * as fc from 'fast-check';
import {
  callbackEvents,
  claimLeaseMs,
  decideCallback,
  type CallbackCommand,
  type CallbackDecision,
  type CallbackEvent,
  type CallbackStanding,
} from '../../../src/features/callbacks/callbacks.model.ts';

/** One command of one of several officers, some minutes after the one before. */
export interface Step {
  readonly event: CallbackEvent;
  readonly officer: string;
  /** What the officer shows: what stands now, what they remember of their last claim, or nothing. */
  readonly shows: 'present' | 'remembered' | 'nothing';
  readonly minutes: number;
}

export const begins = new Date('2026-03-03T15:00:00Z');
/** How long after a retry or a move the next window begins. */
export const nextWindowMs = 5 * 60_000;

export const stepsOf = (officers: readonly string[]): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      // A callback that is closed early shows little: endings are rare, what leads on is not.
      event: fc.oneof(
        { weight: 1, arbitrary: fc.constantFrom(...callbackEvents) },
        {
          weight: 3,
          arbitrary: fc.constantFrom<CallbackEvent>('make_ready', 'claim', 'dial', 'retry', 'lapse'),
        },
      ),
      officer: fc.constantFrom(...officers),
      shows: fc.constantFrom('present', 'remembered', 'nothing'),
      minutes: fc.constantFrom(0, 1, 6, 10),
    }),
    { minLength: 5, maxLength: 30 },
  );

export const firstStanding: CallbackStanding = {
  state: 'waiting',
  dueAt: begins,
  claimedBy: null,
  epoch: 0,
  version: 1,
  claimExpiresAt: null,
};

/** What a walk met at one step. */
export interface Met {
  readonly step: Step;
  readonly command: CallbackCommand;
  readonly now: Date;
  readonly before: CallbackStanding;
  readonly decision: CallbackDecision;
  readonly after: CallbackStanding;
  /** Of those who claimed it at some time, the epoch that they remember. */
  readonly remembered: ReadonlyMap<string, number>;
}

/** Walks the model alone through the steps. */
export function walk(steps: readonly Step[]): Met[] {
  const remembered = new Map<string, number>();
  let standing = firstStanding;
  let at = begins.getTime();
  return steps.map((step) => {
    at += step.minutes * 60_000;
    const now = new Date(at);
    const before = standing;
    const command = commandOf(step, before, remembered.get(step.officer) ?? 0);
    const decision = decideCallback(before, command, now);
    standing = decision.ok ? { ...changed(before, step, now), ...picked(decision) } : before;
    if (decision.ok && step.event === 'claim') remembered.set(step.officer, standing.epoch);
    return { step, command, now, before, decision, after: standing, remembered: new Map(remembered) };
  });
}

function commandOf(
  { event, officer, shows }: Step,
  standing: CallbackStanding,
  epoch: number,
): CallbackCommand {
  switch (event) {
    case 'make_ready':
    case 'lapse':
      return { event };
    case 'claim':
    case 'move':
    case 'cancel':
    case 'escalate': {
      const versions = { present: standing.version, remembered: standing.version - 1, nothing: null };
      return { event, version: versions[shows] };
    }
    case 'release':
    case 'renew':
    case 'dial':
    case 'hang_up':
    case 'retry':
    case 'finish':
    case 'reschedule':
      return { event, by: officer, epoch: shows === 'present' ? standing.epoch : epoch };
  }
}

const picked = ({ state, epoch, version }: Extract<CallbackDecision, { ok: true }>) => ({
  state,
  epoch,
  version,
});

/** What an event that goes through changes besides state, epoch and version. */
function changed(standing: CallbackStanding, { event, officer }: Step, now: Date): CallbackStanding {
  const free = { ...standing, claimedBy: null, claimExpiresAt: null };
  switch (event) {
    case 'make_ready':
    case 'dial':
    case 'escalate':
      return standing;
    case 'hang_up':
      return { ...standing, claimExpiresAt: new Date(now.getTime() + claimLeaseMs) };
    case 'claim':
      return { ...standing, claimedBy: officer, claimExpiresAt: new Date(now.getTime() + claimLeaseMs) };
    case 'renew':
      return { ...standing, claimExpiresAt: new Date(now.getTime() + claimLeaseMs) };
    case 'retry':
    case 'reschedule':
    case 'move':
      return { ...free, dueAt: new Date(now.getTime() + nextWindowMs) };
    case 'release':
    case 'lapse':
    case 'finish':
    case 'cancel':
      return free;
  }
}
