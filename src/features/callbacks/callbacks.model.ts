/** A callback's life: its states, what moves it from one to the next, and who may still move it. */

export const callbackStates = ['waiting', 'ready', 'claimed', 'dialing', 'closed'] as const;
export type CallbackState = (typeof callbackStates)[number];

export type ClosedReason =
  'reached' | 'declined' | 'wrong_number' | 'unreached' | 'safety_stop' | 'cancelled';

/** What may be left when nobody answers: nothing, words that name nobody, or the office's name. */
export const voicemailTerms = ['none', 'neutral', 'named'] as const;
export type VoicemailTerms = (typeof voicemailTerms)[number];

/** Who is asked to look at a callback that cannot go on, or is late. */
export type EscalatedTo = 'supervisor' | 'national_desk';

export const callbackEvents = [
  /** Its window has begun. */
  'make_ready',
  /** An officer takes it, under a lease. */
  'claim',
  /** The officer gives it back. */
  'release',
  /** The officer works on it: the lease begins anew. */
  'renew',
  /** The lease ran out. */
  'lapse',
  /** The officer has it dialled. */
  'dial',
  /** The call ended before the caller's telephone rang: it goes back to the officer who had it dialled. */
  'hang_up',
  /** The attempt's outcome asks for another: it gets a next due time. */
  'retry',
  /** The attempt's outcome settled it. */
  'finish',
  /** The officer has agreed another window with the caller. */
  'reschedule',
  /** The caller moves it to another window. */
  'move',
  /** The caller no longer wants it, or the office withdraws it. */
  'cancel',
  /** A supervisor is asked to look: a flag that leaves it where it is. */
  'escalate',
] as const;
export type CallbackEvent = (typeof callbackEvents)[number];

/** Why a callback is not moved; each is an error code of the kernel's table. */
export type CallbackRefusal =
  | 'callbacks.already_claimed'
  | 'callbacks.stale_version'
  | 'callbacks.not_ready'
  | 'callbacks.closed'
  | 'callbacks.lease_lapsed';

/** How long an officer who does nothing holds a callback before it goes back to the list by itself. */
export const claimLeaseMs = 10 * 60_000;

const taken = 'callbacks.already_claimed';
const notReady = 'callbacks.not_ready';
const lapsed = 'callbacks.lease_lapsed';
const closed = 'callbacks.closed';

/** State × event → the next state, or why not. The only place that says so. */
export const transitions: Readonly<
  Record<CallbackState, Readonly<Record<CallbackEvent, CallbackState | CallbackRefusal>>>
> = {
  waiting: {
    make_ready: 'ready',
    claim: notReady,
    release: lapsed,
    renew: lapsed,
    lapse: notReady,
    dial: lapsed,
    hang_up: lapsed,
    retry: lapsed,
    finish: lapsed,
    reschedule: lapsed,
    move: 'waiting',
    cancel: 'closed',
    escalate: 'waiting',
  },
  ready: {
    make_ready: notReady,
    claim: 'claimed',
    release: lapsed,
    renew: lapsed,
    lapse: notReady,
    dial: lapsed,
    hang_up: lapsed,
    retry: lapsed,
    finish: lapsed,
    reschedule: lapsed,
    move: 'waiting',
    cancel: 'closed',
    escalate: 'ready',
  },
  // An outcome without dialing is of a call that the officer made by hand, on a telephone that we do not see.
  claimed: {
    make_ready: taken,
    claim: taken,
    release: 'ready',
    renew: 'claimed',
    lapse: 'ready',
    dial: 'dialing',
    hang_up: notReady,
    retry: 'waiting',
    finish: 'closed',
    reschedule: 'waiting',
    move: 'waiting',
    cancel: 'closed',
    escalate: 'claimed',
  },
  // While the phones ring, only the result of the attempt or a cancellation moves it: a lease that runs out here
  // must not put it into a second officer's hands (law 4).
  dialing: {
    make_ready: taken,
    claim: taken,
    release: notReady,
    renew: 'dialing',
    lapse: notReady,
    dial: notReady,
    hang_up: 'claimed',
    retry: 'waiting',
    finish: 'closed',
    reschedule: notReady,
    move: notReady,
    cancel: 'closed',
    escalate: 'dialing',
  },
  closed: {
    make_ready: closed,
    claim: closed,
    release: closed,
    renew: closed,
    lapse: closed,
    dial: closed,
    hang_up: closed,
    retry: closed,
    finish: closed,
    reschedule: closed,
    move: closed,
    cancel: closed,
    escalate: closed,
  },
};

/** What of a row decides. `epoch` is the fencing token: it moves on whenever hands or due time change. */
export interface CallbackStanding {
  readonly state: CallbackState;
  readonly dueAt: Date;
  /** The member of staff who holds it. */
  readonly claimedBy: string | null;
  readonly epoch: number;
  readonly version: number;
  readonly claimExpiresAt: Date | null;
}

/**
 * An event with what proves that its sender knows the present state: whoever holds the callback (`by`) shows the
 * epoch that the claim answered; a reader may show the version that they read.
 */
export type CallbackCommand =
  | { readonly event: 'make_ready' | 'lapse' }
  | { readonly event: 'claim' | 'move' | 'cancel' | 'escalate'; readonly version: number | null }
  | {
      readonly event: 'release' | 'renew' | 'dial' | 'hang_up' | 'retry' | 'finish' | 'reschedule';
      readonly epoch: number;
      readonly by: string;
    };

export type CallbackDecision =
  | {
      readonly ok: true;
      readonly state: CallbackState;
      readonly epoch: number;
      readonly version: number;
    }
  | { readonly ok: false; readonly refusal: CallbackRefusal };

/**
 * Whether a command moves a callback, and where to. The repository's guarded updates do the same in one
 * statement; this says why one of them changed nothing.
 *
 * @example decideCallback({ state: 'ready', epoch: 3, version: 5, … }, { event: 'claim', version: null }, now)
 * // { ok: true, state: 'claimed', epoch: 4, version: 6 }
 */
export function decideCallback(
  standing: CallbackStanding,
  command: CallbackCommand,
  now: Date,
): CallbackDecision {
  const next = transitions[standing.state][command.event];
  if (!isState(next)) return { ok: false, refusal: next };
  const refusal = fencedOff(standing, command, now);
  if (refusal) return { ok: false, refusal };
  return {
    ok: true,
    state: next,
    epoch: standing.epoch + (movesEpoch(command.event) ? 1 : 0),
    version: standing.version + (command.event === 'renew' ? 0 : 1),
  };
}

function fencedOff(
  { state, dueAt, claimedBy, epoch, version, claimExpiresAt }: CallbackStanding,
  command: CallbackCommand,
  now: Date,
): CallbackRefusal | null {
  if ('epoch' in command && (command.epoch !== epoch || command.by !== claimedBy)) return lapsed;
  if ('version' in command && command.version !== null && command.version !== version)
    return 'callbacks.stale_version';
  if (command.event === 'make_ready' && dueAt > now) return notReady;
  const leaseRunsOn = claimExpiresAt !== null && claimExpiresAt > now;
  if (command.event === 'lapse') return leaseRunsOn ? taken : null;
  // Only giving it back asks for no lease: it does no harm late. The phones that ring outlast one.
  const needsLease = 'epoch' in command && command.event !== 'release' && state === 'claimed';
  return needsLease && !leaseRunsOn ? lapsed : null;
}

/** What of a callback's row decides. */
export const standingOf = (row: {
  readonly state: CallbackState;
  readonly window_starts_at: Date;
  readonly claimed_by: string | null;
  readonly claim_expires_at: Date | null;
  readonly epoch: number;
  readonly version: number;
}): CallbackStanding => ({
  state: row.state,
  dueAt: row.window_starts_at,
  claimedBy: row.claimed_by,
  claimExpiresAt: row.claim_expires_at,
  epoch: row.epoch,
  version: row.version,
});

/**
 * Whether somebody works on a callback at all: it is their office's, or it was handed to the national desk and they are
 * of the desk. For everybody else it does not exist.
 */
export function worksOn(
  who: { readonly officeIds: readonly string[] },
  callback: {
    readonly office_id: string;
    readonly escalated_to: EscalatedTo | null;
    readonly desk_id: string | null;
  },
): boolean {
  const { office_id: officeId, escalated_to: escalatedTo, desk_id: deskId } = callback;
  if (who.officeIds.includes(officeId)) return true;
  return escalatedTo === 'national_desk' && deskId !== null && who.officeIds.includes(deskId);
}

/** What a refusal means for whoever reads it, in a sentence. */
export const refusalSentences: Readonly<Record<CallbackRefusal, string>> = {
  'callbacks.already_claimed': 'Somebody else took this callback. Nothing was changed.',
  'callbacks.stale_version': 'This callback has changed since you read it. Read it again, then decide.',
  'callbacks.not_ready': 'This callback does not allow this at the moment. Nothing was changed.',
  'callbacks.closed': 'This callback is closed. Nothing was changed.',
  'callbacks.lease_lapsed':
    'You no longer hold this callback: it goes back to the list after ten minutes without action. Nothing was changed.',
};

const isState = (value: CallbackState | CallbackRefusal): value is CallbackState => !value.includes('.');

const movesEpoch = (event: CallbackEvent): boolean =>
  ['claim', 'release', 'lapse', 'retry', 'reschedule', 'move'].includes(event);
