import {
  isOpen,
  type Dial,
  type DialOutcome,
  type DialTerms,
  type Leg,
  type LegEvent,
  type Party,
} from './leg.model.ts';

/** What is said on each telephone of a dialled attempt, and where silence is owed. */

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
export function greeting({ terms }: Dial, { party, answeredBy }: Leg): Greeting {
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
  { contact, voicemail }: Pick<DialTerms, 'contact' | 'voicemail'>,
  party: Party,
): 'Enable' | 'DetectMessageEnd' | null {
  if (party !== 'caller' || contact === 'relay') return null;
  return voicemail === 'none' ? 'Enable' : 'DetectMessageEnd';
}
