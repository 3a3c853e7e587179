import { greeting } from './answer.model.ts';
import {
  isOpen,
  type Dial,
  type DialOutcome,
  type Leg,
  type LegEvent,
  type LegStatus,
  type Party,
} from './leg.model.ts';

/**
 * One dialled attempt: up to three telephones, and what each thing that the provider tells does to them. Pure: the
 * row's state and an event give the next state, and what must be done is read from the difference, so that an event
 * that comes twice, late or out of order does nothing.
 */

/** The provider's codes for a number that cannot be rung, now or later. Source: Twilio's error dictionary. */
const numberCodes: ReadonlySet<number> = new Set([13223, 13224, 13225, 21211, 21214, 21217]);

/** An accepted caller who stayed so long beside the officer has talked, even if we were not told of the joining. */
const surelyTogetherMs = 5_000;

const order: readonly LegStatus[] = ['planned', 'queued', 'initiated', 'ringing', 'in-progress'];
/** How far a call has come; all ends are alike. */
const rank = (status: LegStatus): number => (order.includes(status) ? order.indexOf(status) : order.length);

/**
 * The state after an event. Nothing goes back: an end stays, an outcome stays, and what comes late is not heard.
 * @returns the same object when the event changes nothing
 */
export function takeEvent(dial: Dial, party: Party, event: LegEvent, now: Date): Dial {
  const leg = dial.legs[party];
  if (leg === undefined) return dial;
  const changed = event.kind === 'joined' ? leg : changeLeg(dial, leg, event, now);
  const joins =
    event.kind === 'joined' && party === 'caller' && leg.endedAt === null && dial.joinedAt === null;
  if (changed === leg && !joins) return dial;
  return settle(
    { ...dial, legs: { ...dial.legs, [party]: changed }, joinedAt: joins ? now : dial.joinedAt },
    now,
  );
}

function changeLeg(dial: Dial, leg: Leg, event: Exclude<LegEvent, { kind: 'joined' }>, now: Date): Leg {
  if (leg.endedAt !== null) return leg;
  switch (event.kind) {
    case 'placed':
      return leg.providerSid === null ? { ...leg, providerSid: event.providerSid } : leg;
    case 'status':
      return changeStatus({ ...leg, providerSid: leg.providerSid ?? event.providerSid }, leg, event, now);
    case 'answered': {
      const answered: Leg = {
        ...leg,
        providerSid: leg.providerSid ?? event.providerSid,
        status: 'in-progress',
        answeredAt: leg.answeredAt ?? now,
        answeredBy: leg.answeredBy ?? event.answeredBy,
      };
      if (leg.party === 'interpreter')
        return isOpen(dial) ? { ...answered, acceptedAt: leg.acceptedAt ?? now } : answered;
      if (leg.party === 'officer') return { ...answered, heardWords: true };
      const speaks = ['opening', 'voicemail'].includes(greeting(dial, answered));
      return { ...answered, heardWords: leg.heardWords || speaks };
    }
    case 'keys': {
      const accepts = event.digits === '1' && leg.acceptedAt === null && isOpen(dial);
      return accepts ? { ...leg, acceptedAt: now } : leg;
    }
    case 'given_up':
      // A call whose id has come meanwhile tells of itself.
      if (leg.providerSid !== null) return leg;
      return { ...leg, status: event.how, endedAt: now, providerCode: event.providerCode };
  }
}

function changeStatus(
  known: Leg,
  before: Leg,
  { status, sequence, answeredBy, seconds, providerCode }: Extract<LegEvent, { kind: 'status' }>,
  now: Date,
): Leg {
  const learnt = { ...known, answeredBy: known.answeredBy ?? answeredBy };
  const isNews = rank(status) > rank(known.status);
  if (!isNews) {
    const same = learnt.providerSid === before.providerSid && learnt.answeredBy === before.answeredBy;
    return same ? before : learnt;
  }
  const ended = rank(status) === order.length;
  const answered = status === 'in-progress' || status === 'completed';
  return {
    ...learnt,
    status,
    statusSequence: sequence ?? known.statusSequence,
    answeredAt: answered ? (known.answeredAt ?? now) : known.answeredAt,
    ...(ended && { endedAt: now, seconds, providerCode }),
  };
}

/** Draws the attempt's own conclusions from its legs. */
function settle(dial: Dial, now: Date): Dial {
  const { caller } = dial.legs;
  const rang = caller !== undefined && (caller.providerSid !== null || caller.status === 'unknown');
  const rung = { ...dial, callerRungAt: dial.callerRungAt ?? (rang ? now : null) };
  const outcome = dial.outcome ?? outcomeOf(rung);
  if (outcome === null || dial.outcome !== null) return rung;
  // What was never asked for will not be.
  const legs = Object.fromEntries(
    Object.entries(rung.legs).map(([party, leg]) => [
      party,
      leg.askedAt === null && leg.endedAt === null
        ? { ...leg, status: 'canceled' as const, endedAt: now }
        : leg,
    ]),
  );
  return { ...rung, legs, outcome, endedAt: now };
}

function outcomeOf(dial: Dial): DialOutcome | null {
  const { terms, legs } = dial;
  const { officer, interpreter, caller } = legs;
  if (officer === undefined) return null;
  if (officer.acceptedAt === null) {
    if (officer.endedAt === null) return null;
    return officer.status === 'not_placed' || officer.status === 'refused' ? 'not_placed' : 'officer_absent';
  }
  if (caller === undefined || (caller.askedAt === null && caller.endedAt === null)) {
    if (officer.endedAt !== null) return 'officer_absent';
    const nobody = interpreter === undefined ? !terms.hasInterpreter : interpreter.endedAt !== null;
    return terms.needsInterpreter && nobody && caller === undefined ? 'no_interpreter' : null;
  }
  return caller.endedAt === null ? null : outcomeOfCaller(dial, caller, officer);
}

function outcomeOfCaller({ joinedAt }: Dial, caller: Leg, officer: Leg): DialOutcome {
  const refused = caller.providerCode !== null && numberCodes.has(caller.providerCode);
  switch (caller.status) {
    case 'busy':
    case 'not_placed':
    case 'unknown':
      return caller.status;
    case 'refused':
    case 'failed':
      return refused ? 'number_refused' : 'not_placed';
    case 'no-answer':
    case 'canceled':
      return 'no_answer';
    case 'completed':
    // The others are no ends.
    case 'planned':
    case 'queued':
    case 'initiated':
    case 'ringing':
    case 'in-progress':
      break;
  }
  if (joinedAt !== null || wereTogether(caller, officer)) return 'reached';
  const isMachine = caller.answeredBy?.startsWith('machine') ?? false;
  return isMachine && caller.heardWords ? 'voicemail_left' : 'no_answer';
}

/** The event of joining may be lost: a caller who pressed 1 while the officer stayed on has met them. */
function wereTogether({ acceptedAt }: Leg, officer: Leg): boolean {
  if (acceptedAt === null) return false;
  return officer.endedAt === null || officer.endedAt.getTime() - acceptedAt.getTime() >= surelyTogetherMs;
}

/** What a change asks for. Read from the difference: what was asked for before is not asked for again. */
export interface Consequences {
  /** The telephone to ring next. */
  readonly plan: Party | null;
  /** Telephones that ring or talk on for nothing. */
  readonly hangUp: readonly Leg[];
  /** Whether the officer waits in the conference for words on what came of it. */
  readonly tellOfficer: boolean;
}

export function consequencesOf(before: Dial, after: Dial): Consequences {
  const wasUnwanted = new Set(unwanted(before).map(({ id }) => id));
  const { officer } = after.legs;
  return {
    plan: nextParty(after),
    hangUp: unwanted(after).filter(({ id }) => !wasUnwanted.has(id)),
    tellOfficer:
      before.outcome === null &&
      after.outcome !== null &&
      officer !== undefined &&
      officer.acceptedAt !== null &&
      officer.endedAt === null,
  };
}

function nextParty(dial: Dial): Party | null {
  const { terms, legs } = dial;
  const isReady = isOpen(dial) && legs.officer !== undefined && legs.officer.acceptedAt !== null;
  if (!isReady || legs.caller !== undefined) return null;
  if (!terms.needsInterpreter) return 'caller';
  if (legs.interpreter === undefined) return 'interpreter';
  return legs.interpreter.acceptedAt === null ? null : 'caller';
}

/** Legs at the provider that nobody waits for any more. One whose id there is not known yet comes up with it. */
function unwanted(dial: Dial): Leg[] {
  if (isOpen(dial)) return [];
  return Object.values(dial.legs).filter((leg) => {
    // An officer who waits is told what came of it, and then let go.
    const isToldFirst = leg.party === 'officer' && leg.acceptedAt !== null;
    return leg.endedAt === null && leg.providerSid !== null && !isToldFirst;
  });
}

/**
 * What follows for the callback.
 * - `officer`: it goes back to the officer who holds it. The caller's phone did not ring, so that no try is used up.
 * - `policy`: as the policy says to an outcome; `number_refused` and `unknown` go to a person as well.
 *
 * A number that the provider refuses is not closed: somebody may find the right one. The callback waits for its next
 * day, and is not dialled while the work item stands.
 */
export function whatFollows(
  outcome: DialOutcome,
  callerRang: boolean,
):
  | { readonly to: 'officer' }
  | {
      readonly to: 'policy';
      readonly as: 'reached' | 'no_answer' | 'busy' | 'voicemail_left';
      readonly leave: 'number_refused' | 'unknown_attempt' | null;
    } {
  switch (outcome) {
    case 'reached':
    case 'no_answer':
    case 'busy':
    case 'voicemail_left':
      return { to: 'policy', as: outcome, leave: null };
    case 'number_refused':
      return { to: 'policy', as: 'no_answer', leave: 'number_refused' };
    case 'unknown':
      return { to: 'policy', as: 'no_answer', leave: 'unknown_attempt' };
    case 'not_placed':
      return callerRang ? { to: 'policy', as: 'no_answer', leave: null } : { to: 'officer' };
    case 'officer_absent':
    case 'no_interpreter':
      return { to: 'officer' };
  }
}
