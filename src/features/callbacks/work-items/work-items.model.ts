/** What only a person can settle: the kinds there are, what each asks of a person, and how it may end. */

interface WorkItemKindRules {
  /** What it is and what to do, for a member of staff. */
  readonly says: string;
  /** The ways in which a person settles it. */
  readonly resolutions: readonly [string, ...string[]];
}

/** The catalogue. A kind that is not here cannot be left to anybody. */
export const workItemKinds = {
  unknown_attempt: {
    says: 'A call was asked for, and we cannot tell whether it rang. Ask the officer who had it dialled, or look in the call log of the telephone provider, and say here what you found. Nobody is rung twice for it.',
    resolutions: ['did_ring', 'did_not_ring'],
  },
  unknown_call: {
    says: 'The telephone provider lists a call from one of our numbers that our records do not know. They may have been restored from a backup. Find out whom it reached, and write down on the case what was said.',
    resolutions: ['written_down', 'not_ours'],
  },
  unknown_text: {
    says: 'A text was to be sent, and we cannot tell whether it was. Look in the message log of the telephone provider, and say here what you found. Nobody is written to twice for it.',
    resolutions: ['was_sent', 'was_not_sent'],
  },
  text_answered: {
    says: 'Somebody answered a text, and no officer was there for it. Take the callback up while they are at their phone, or write at their next safe time.',
    resolutions: ['taken_up', 'next_time'],
  },
  number_refused: {
    says: "The telephone provider does not ring or write to this caller's number. Find another way to reach them that they called safe, or close the callback.",
    resolutions: ['number_corrected', 'reached_otherwise', 'cannot_be_reached'],
  },
  safety_stop: {
    says: 'An attempt was stopped because ringing was not safe for the caller. All tries have ended. Decide what can be done for them, and have nobody ring this number before it is known to be safe.',
    resolutions: ['seen_to', 'no_safe_contact'],
  },
  change_asked: {
    says: 'The caller asked for another number, or for other terms of safe contact. Check that it was the caller who asked, then change it or refuse it. Until then the old ones hold.',
    resolutions: ['changed', 'refused'],
  },
  no_safe_time: {
    says: 'The office has no hours in the window that the caller called safe. Find somebody who can ring then, agree another window with the caller when you reach them, or close the callback. It waits for the same hours of a later day.',
    resolutions: ['somebody_found', 'other_window', 'cannot_be_kept'],
  },
  late_promise: {
    says: 'A promise to a caller is late. Have the caller rung now, within the window that they called safe, or promise a time that can be kept.',
    resolutions: ['rung', 'promised_anew', 'cannot_be_kept'],
  },
} as const satisfies Readonly<Record<string, WorkItemKindRules>>;

export type WorkItemKind = keyof typeof workItemKinds;

/** Coded facts and ids; never words or numbers of callers. */
export type WorkItemFacts = Readonly<Record<string, string | number | boolean | null>>;

/** Why the provider does not ring a number, by its code. Source: Twilio's error dictionary. */
const refusals: Readonly<Record<number, string>> = {
  13223: 'The number is not written as a telephone number.',
  13224: 'The number is of a kind that the provider does not ring.',
  13225: 'The provider has blocked this number.',
  13227: 'The account may not ring the country of this number.',
  21211: 'It is not a valid telephone number.',
  21214: 'The number cannot be reached by telephone.',
  21215: 'The account may not ring the country of this number.',
  21216: 'The account may not ring this number.',
  21217: 'It is not a valid telephone number.',
  21610: 'The person has answered STOP: they want no texts from this number.',
  21612: 'No text reaches this number.',
  21614: 'It is no mobile number: no text reaches it.',
  30005: 'There is no telephone behind this number.',
  30006: 'It is a landline, or of a carrier that takes no texts.',
};

/**
 * What a work item is and what to do, with the provider's reason in words where its facts hold one.
 *
 * @example sentenceOf('number_refused', { providerCode: 21211 }) // '… It is not a valid telephone number.'
 */
export function sentenceOf(kind: WorkItemKind, facts: WorkItemFacts): string {
  const { says } = workItemKinds[kind];
  const reason = typeof facts['providerCode'] === 'number' ? refusals[facts['providerCode']] : undefined;
  return reason === undefined ? says : `${says} ${reason}`;
}

export const resolutionsOf = (kind: WorkItemKind): readonly string[] => workItemKinds[kind].resolutions;
