import type { VoicemailTerms } from '../callbacks.model.ts';

/**
 * One dialled attempt: up to three telephones, and what each thing that the provider tells does to them. Pure: the
 * row's state and an event give the next state, and what must be done is read from the difference, so that an event
 * that comes twice, late or out of order does nothing.
 */

/** In the order in which they are rung: each only once the one before has come in. */
export const parties = ['officer', 'interpreter', 'caller'] as const;
export type Party = (typeof parties)[number];

/** The provider's words for a call, before them `planned`, and three ends of ours. */
export const legStatuses = [
  'planned',
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
  /** The provider did not take the request. */
  'not_placed',
  /** The provider will not place this call. */
  'refused',
  /** Nobody can say whether it rang. */
  'unknown',
] as const;
export type LegStatus = (typeof legStatuses)[number];

export interface Leg {
  readonly id: string;
  readonly party: Party;
  /** When the provider was asked to ring it; from then on it may ring. */
  readonly askedAt: Date | null;
  readonly providerSid: string | null;
  readonly status: LegStatus;
  readonly statusSequence: number | null;
  /** Verdict of machine detection, where it ran. */
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
  /** When a person pressed 1; an interpreter's line has come in by answering. */
  readonly acceptedAt: Date | null;
  /** Whether any word of ours was given to it to play. */
  readonly heardWords: boolean;
  readonly endedAt: Date | null;
  readonly seconds: number | null;
  readonly providerCode: number | null;
}

export interface DialTerms {
  readonly voicemail: VoicemailTerms;
  readonly contact: 'voice' | 'relay' | 'text';
  readonly needsInterpreter: boolean;
  /** Whether a line for the language is set up. */
  readonly hasInterpreter: boolean;
}

/** What became of a dialled attempt. */
export type DialOutcome =
  | 'reached'
  | 'no_answer'
  | 'busy'
  | 'voicemail_left'
  /** The officer did not press 1, or left before the caller's phone was rung. */
  | 'officer_absent'
  | 'no_interpreter'
  | 'not_placed'
  | 'number_refused'
  | 'unknown';

export interface Dial {
  readonly terms: DialTerms;
  readonly legs: Readonly<Partial<Record<Party, Leg>>>;
  /** When the caller's phone was rung, as far as we know. */
  readonly callerRungAt: Date | null;
  /** When the caller came into the officer's conference. */
  readonly joinedAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: DialOutcome | null;
}

/** What a webhook, the job that places calls, or the reconciler has to tell of one leg. */
export type LegEvent =
  | { readonly kind: 'placed'; readonly providerSid: string }
  | {
      readonly kind: 'status';
      readonly providerSid: string;
      readonly status: LegStatus;
      readonly sequence: number | null;
      readonly answeredBy: string | null;
      readonly seconds: number | null;
      readonly providerCode: number | null;
    }
  /** It was answered, and asks what to do. */
  | { readonly kind: 'answered'; readonly providerSid: string; readonly answeredBy: string | null }
  /** A key was pressed, or none in time, in answer to the words of a round. */
  | {
      readonly kind: 'keys';
      readonly providerSid: string;
      readonly digits: string;
      readonly round: number;
      /** How often it was silent, or pressed something else, before. */
      readonly missed: number;
    }
  /** It came into the officer's conference. */
  | { readonly kind: 'joined'; readonly providerSid: string }
  | {
      readonly kind: 'given_up';
      readonly how: 'not_placed' | 'refused' | 'unknown';
      readonly providerCode: number | null;
    };

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

/** Whether the attempt goes on and its officer is there for others to join. */
function isOpen({ endedAt, legs: { officer } }: Dial): boolean {
  return endedAt === null && officer !== undefined && officer.endedAt === null;
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
    default:
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
  if (!isOpen(dial) || legs.officer?.acceptedAt == null || legs.caller !== undefined) return null;
  if (!terms.needsInterpreter) return 'caller';
  if (legs.interpreter === undefined) return 'interpreter';
  return legs.interpreter.acceptedAt === null ? null : 'caller';
}

/** Legs at the provider that nobody waits for any more. One whose id there is not known yet comes up with it. */
function unwanted(dial: Dial): Leg[] {
  const over = dial.outcome !== null || dial.legs.officer?.endedAt != null;
  if (!over) return [];
  return Object.values(dial.legs).filter((leg) => {
    // An officer who waits is told what came of it, and then let go.
    const isToldFirst = leg.party === 'officer' && leg.acceptedAt !== null;
    return leg.endedAt === null && leg.providerSid !== null && !isToldFirst;
  });
}

/** What a leg is told to do in answer to its request. */
export type Answer =
  | { readonly say: 'whisper' | 'opening' | 'silence'; readonly round: number; readonly missed: number }
  | { readonly say: 'join' | 'voicemail' | 'apology' | 'hang_up' }
  | { readonly say: 'notice'; readonly outcome: DialOutcome };

/** How often the whisper is said again to an officer who asks for it. */
const mostRounds = 6;

/** What to answer, given the state after the event. The same request is answered alike while the attempt goes on. */
export function answerTo(
  dial: Dial,
  party: Party,
  event: Extract<LegEvent, { kind: 'answered' | 'keys' }>,
): Answer {
  const leg = dial.legs[party];
  if (leg === undefined || leg.endedAt !== null) return { say: 'hang_up' };
  if (event.kind === 'keys') return answerToKeys(dial, leg, event);
  if (!isOpen(dial)) return { say: 'hang_up' };
  const say = greeting(dial, leg);
  switch (say) {
    case 'whisper':
    case 'opening':
    case 'silence':
      return { say, round: 1, missed: 0 };
    case 'join':
    case 'voicemail':
    case 'hang_up':
      return { say };
  }
}

function answerToKeys(
  dial: Dial,
  leg: Leg,
  { digits, round, missed }: Extract<LegEvent, { kind: 'keys' }>,
): Answer {
  if (digits === '1') {
    if (leg.party === 'officer' && dial.outcome !== null) return { say: 'notice', outcome: dial.outcome };
    if (leg.acceptedAt !== null && isOpen(dial)) return { say: 'join' };
    return { say: leg.party === 'caller' ? 'apology' : 'hang_up' };
  }
  const say = greeting(dial, leg);
  if (!isOpen(dial) || (say !== 'whisper' && say !== 'opening' && say !== 'silence'))
    return { say: 'hang_up' };
  if (digits === '2' && round < mostRounds) return { say, round: round + 1, missed };
  return missed === 0 ? { say, round: round + 1, missed: 1 } : { say: 'hang_up' };
}

type Greeting = 'whisper' | 'join' | 'opening' | 'voicemail' | 'silence' | 'hang_up';

/**
 * What a leg hears first. Machine detection errs, so silence is kept wherever it is owed: a caller who allows no
 * voicemail hears words only when a person was made out, or after they have pressed a key. Relay calls have no
 * detection: the operator's announcement would be taken for a machine.
 */
function greeting({ terms }: Dial, { party, answeredBy }: Leg): Greeting {
  if (party === 'officer') return 'whisper';
  if (party === 'interpreter') return 'join';
  const owesSilence = terms.voicemail === 'none';
  if (answeredBy === 'human') return 'opening';
  if (answeredBy === 'fax' || answeredBy === 'machine_start') return 'hang_up';
  if (answeredBy?.startsWith('machine')) return owesSilence ? 'hang_up' : 'voicemail';
  return owesSilence ? 'silence' : 'opening';
}

/** How the provider is to listen who answers; null = not at all. */
export function detectionFor(
  { contact, voicemail }: DialTerms,
  party: Party,
): 'Enable' | 'DetectMessageEnd' | null {
  if (party !== 'caller' || contact === 'relay') return null;
  return voicemail === 'none' ? 'Enable' : 'DetectMessageEnd';
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
