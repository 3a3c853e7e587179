/** When a case number and PIN open a case, and when they have been wrong too often. */

/** Wrong PINs of a case in a row after which none opens it for a while. */
export const wrongPinsAllowed = 5;
export const lockMs = 24 * 60 * 60_000;
/** How often one call may try, whatever numbers it gives. */
export const triesPerCall = 3;

/** The wrong PINs of a case, as they stand in its row. */
export interface PinFailures {
  readonly failures: number;
  readonly lockedUntil: Date | null;
}

export type OpeningExit =
  | 'opened'
  /** Try again. */
  | 'wrong'
  /** No more tries on this call. */
  | 'locked';

export interface OpeningDecision {
  readonly exit: OpeningExit;
  /** What is to be written of the case's wrong PINs; null where nothing changes. */
  readonly failures: PinFailures | null;
}

/**
 * Decides a try. The exit of one that does not open depends on nothing but how often this call has tried: whoever
 * guesses does not learn whether there is such a case, nor whether its PIN is locked.
 *
 * @param tries how often this call has tried, this one included; counts from 1
 */
export function decideOpening(asked: {
  readonly matches: boolean;
  readonly before: PinFailures;
  readonly tries: number;
  readonly now: Date;
}): OpeningDecision {
  const { matches, before, tries, now } = asked;
  const isLocked = before.lockedUntil !== null && before.lockedUntil > now;
  if (matches && !isLocked && tries <= triesPerCall)
    return { exit: 'opened', failures: { failures: 0, lockedUntil: null } };
  const exit = tries < triesPerCall ? 'wrong' : 'locked';
  // A call beyond its tries changes nothing: one caller cannot lock a case in one call.
  if (isLocked || tries > triesPerCall) return { exit, failures: null };
  const failures = (before.lockedUntil === null ? before.failures : 0) + 1;
  const lockedUntil = failures >= wrongPinsAllowed ? new Date(now.getTime() + lockMs) : null;
  return { exit, failures: { failures, lockedUntil } };
}
