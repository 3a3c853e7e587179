import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerTo, detectionFor } from './answer.model.ts';
import { consequencesOf, takeEvent, whatFollows } from './dialling.model.ts';
import type { Dial, DialOutcome, DialTerms, Leg, LegEvent, LegStatus, Party } from './leg.model.ts';

const now = new Date('2026-03-03T15:00:00Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

const leg = (party: Party, changes: Partial<Leg> = {}): Leg => ({
  id: party,
  party,
  askedAt: now,
  providerSid: `CA-${party}`,
  status: 'queued',
  statusSequence: null,
  answeredBy: null,
  answeredAt: null,
  acceptedAt: null,
  heardWords: false,
  endedAt: null,
  seconds: null,
  providerCode: null,
  ...changes,
});
const talking = { status: 'in-progress', answeredAt: now } as const;
const ready = leg('officer', { ...talking, acceptedAt: now });

function dialOf(legs: readonly Leg[], terms: Partial<DialTerms> = {}): Dial {
  return {
    terms: {
      voicemail: 'none',
      contact: 'voice',
      needsInterpreter: false,
      hasInterpreter: false,
      ...terms,
    },
    legs: Object.fromEntries(legs.map((each) => [each.party, each])),
    callerRungAt: legs.some(({ party, providerSid }) => party === 'caller' && providerSid !== null)
      ? now
      : null,
    joinedAt: null,
    endedAt: null,
    outcome: null,
  };
}

const status = (party: Party, word: LegStatus, more: object = {}): LegEvent => ({
  kind: 'status',
  providerSid: `CA-${party}`,
  status: word,
  sequence: null,
  answeredBy: null,
  seconds: null,
  providerCode: null,
  ...more,
});
const answered = (party: Party, answeredBy: string | null = null) =>
  ({ kind: 'answered', providerSid: `CA-${party}`, answeredBy }) as const;
const keys = (party: Party, digits: string, round = 1, missed = 0) =>
  ({ kind: 'keys', providerSid: `CA-${party}`, digits, round, missed }) as const;

/** The state after events, and all that they asked for on the way. */
function play(dial: Dial, events: readonly (readonly [Party, LegEvent])[]) {
  const asked: string[] = [];
  let at = dial;
  for (const [party, event] of events) {
    const next = takeEvent(at, party, event, now);
    const { plan, hangUp, tellOfficer } = consequencesOf(at, next);
    if (next !== at) {
      if (plan) asked.push(`plan ${plan}`);
      asked.push(...hangUp.map(({ id }) => `hang up ${id}`));
      if (tellOfficer) asked.push('tell officer');
    }
    at = next;
  }
  return { dial: at, asked };
}

describe('the officer', () => {
  it.each<[string, Leg, LegEvent, DialOutcome]>([
    ['does not pick up', leg('officer'), status('officer', 'no-answer'), 'officer_absent'],
    ['is on the telephone', leg('officer'), status('officer', 'busy'), 'officer_absent'],
    ['hangs up in the whisper', leg('officer', talking), status('officer', 'completed'), 'officer_absent'],
    ['hangs up before the caller is rung', ready, status('officer', 'completed'), 'officer_absent'],
    [
      'was not rung by the provider',
      leg('officer', { providerSid: null }),
      { kind: 'given_up', how: 'not_placed', providerCode: null },
      'not_placed',
    ],
    [
      'may or may not have been rung',
      leg('officer', { providerSid: null }),
      { kind: 'given_up', how: 'unknown', providerCode: null },
      'officer_absent',
    ],
  ])('who %s leaves the caller unrung', (_, officer, event, outcome) => {
    const { dial, asked } = play(dialOf([officer]), [['officer', event]]);
    expect(dial).toMatchObject({ outcome, callerRungAt: null });
    expect(asked).toEqual([]);
    expect(whatFollows(outcome, false)).toEqual({ to: 'officer' });
  });

  it('has the caller rung by pressing 1, once', () => {
    const { dial, asked } = play(dialOf([leg('officer', talking)]), [
      ['officer', keys('officer', '1')],
      ['officer', keys('officer', '1')],
    ]);
    expect(dial.legs.officer?.acceptedAt).toEqual(now);
    expect(asked).toEqual(['plan caller']);
  });

  it.each<[string, ReturnType<typeof keys>, object]>([
    ['2', keys('officer', '2', 1, 0), { say: 'whisper', round: 2, missed: 0 }],
    ['silence', keys('officer', '', 2, 0), { say: 'whisper', round: 3, missed: 1 }],
    ['silence again', keys('officer', '', 3, 1), { say: 'hang_up' }],
    ['2, too often', keys('officer', '2', 6, 1), { say: 'hang_up' }],
  ])('hears after %s what belongs to it', (_, event, answer) => {
    const dial = dialOf([leg('officer', talking)]);
    expect(answerTo(takeEvent(dial, 'officer', event, now), 'officer', event)).toEqual(answer);
  });
});

describe('an interpreter', () => {
  const terms = { needsInterpreter: true, hasInterpreter: true };

  it('is rung before the caller, who is rung only once the interpreter is there', () => {
    const first = play(dialOf([leg('officer', talking)], terms), [['officer', keys('officer', '1')]]);
    expect(first.asked).toEqual(['plan interpreter']);
    const second = play(dialOf([ready, leg('interpreter')], terms), [
      ['interpreter', status('interpreter', 'ringing')],
      ['interpreter', answered('interpreter')],
    ]);
    expect(second.asked).toEqual(['plan caller']);
  });

  it('who does not answer ends the attempt, and the officer is told', () => {
    const { dial, asked } = play(dialOf([ready, leg('interpreter')], terms), [
      ['interpreter', status('interpreter', 'no-answer')],
    ]);
    expect(dial.outcome).toBe('no_interpreter');
    expect(asked).toEqual(['tell officer']);
  });

  it('of whom no line is known ends the attempt in the officer’s ear', () => {
    const event = keys('officer', '1');
    const dial = takeEvent(
      dialOf([leg('officer', talking)], { needsInterpreter: true }),
      'officer',
      event,
      now,
    );
    expect(answerTo(dial, 'officer', event)).toEqual({ say: 'notice', outcome: 'no_interpreter' });
  });
});

describe('what the caller hears first', () => {
  const relay = { contact: 'relay' } as const;
  const neutral = { voicemail: 'neutral' } as const;
  it.each<[Partial<DialTerms>, string | null, string]>([
    [{}, 'human', 'opening'],
    [{}, 'machine_start', 'hang_up'],
    [{}, 'machine_end_beep', 'hang_up'],
    [{}, 'fax', 'hang_up'],
    [{}, 'unknown', 'silence'],
    [{}, null, 'silence'],
    [{}, 'a_word_of_next_year', 'silence'],
    [neutral, 'human', 'opening'],
    [neutral, 'machine_end_beep', 'voicemail'],
    [neutral, 'machine_end_other', 'voicemail'],
    [neutral, 'fax', 'hang_up'],
    [neutral, 'unknown', 'opening'],
    [{ voicemail: 'named' }, 'machine_end_silence', 'voicemail'],
    [relay, null, 'silence'],
    [{ ...relay, ...neutral }, null, 'opening'],
  ])('under %j, answered by %s: %s', (terms, verdict, say) => {
    const event = answered('caller', verdict);
    const dial = takeEvent(dialOf([ready, leg('caller')], terms), 'caller', event, now);
    expect(answerTo(dial, 'caller', event).say).toBe(say);
    expect(dial.legs.caller?.heardWords).toBe(['opening', 'voicemail'].includes(say));
  });

  it('is never a word where no voicemail is allowed and no person was made out', () => {
    const verdicts = fc.oneof(fc.constant(null), fc.stringMatching(/^[a-z_]{1,30}$/));
    fc.assert(
      fc.property(
        verdicts.filter((verdict) => verdict !== 'human'),
        fc.constantFrom('voice', 'relay', 'text'),
        (verdict, contact) => {
          const event = answered('caller', verdict);
          const dial = takeEvent(dialOf([ready, leg('caller')], { contact }), 'caller', event, now);
          expect(['silence', 'hang_up']).toContain(answerTo(dial, 'caller', event).say);
        },
      ),
    );
  });

  it.each<[Partial<DialTerms>, Party, string | null]>([
    [{}, 'caller', 'Enable'],
    [neutral, 'caller', 'DetectMessageEnd'],
    [relay, 'caller', null],
    [{}, 'officer', null],
    [{}, 'interpreter', null],
  ])('is decided under %j for the %s with detection %s', (terms, party, detection) => {
    expect(detectionFor(dialOf([], terms).terms, party)).toBe(detection);
  });
});

describe('the caller', () => {
  const met = leg('caller', { ...talking, acceptedAt: now, answeredBy: 'human', heardWords: true });
  it.each<[string, Leg, LegEvent, DialOutcome]>([
    ['is busy', leg('caller'), status('caller', 'busy'), 'busy'],
    ['does not answer', leg('caller'), status('caller', 'no-answer'), 'no_answer'],
    ['answers and presses nothing', leg('caller', talking), status('caller', 'completed'), 'no_answer'],
    ['presses 1 and talks', met, status('caller', 'completed'), 'reached'],
    [
      'has a machine that keeps our words',
      leg('caller', { ...talking, answeredBy: 'machine_end_beep', heardWords: true }),
      status('caller', 'completed'),
      'voicemail_left',
    ],
    [
      'has a machine that hears nothing',
      leg('caller', { ...talking, answeredBy: 'machine_start' }),
      status('caller', 'completed'),
      'no_answer',
    ],
    ['cannot be connected', leg('caller'), status('caller', 'failed'), 'not_placed'],
    [
      'has a number that is none',
      leg('caller'),
      status('caller', 'failed', { providerCode: 13224 }),
      'number_refused',
    ],
    [
      'has a number that is refused at once',
      leg('caller', { providerSid: null }),
      { kind: 'given_up', how: 'refused', providerCode: 21211 },
      'number_refused',
    ],
    [
      'is refused for another reason',
      leg('caller', { providerSid: null }),
      { kind: 'given_up', how: 'refused', providerCode: 21210 },
      'not_placed',
    ],
    [
      'may have been rung',
      leg('caller', { providerSid: null }),
      { kind: 'given_up', how: 'unknown', providerCode: null },
      'unknown',
    ],
  ])('who %s: the outcome, told to the officer', (_, caller, event, outcome) => {
    const { dial, asked } = play(dialOf([ready, caller]), [['caller', event]]);
    expect(dial.outcome).toBe(outcome);
    expect(asked).toEqual(['tell officer']);
  });

  it('whose telephone rings when the officer leaves is let go, and was not reached', () => {
    const { dial, asked } = play(dialOf([ready, leg('caller', { status: 'ringing' })]), [
      ['officer', status('officer', 'completed')],
      ['caller', status('caller', 'canceled')],
    ]);
    expect(asked).toEqual(['hang up caller']);
    expect(dial.outcome).toBe('no_answer');
  });

  it('whose call becomes known only after the officer has left is let go then', () => {
    const { asked } = play(dialOf([ready, leg('caller', { providerSid: null })]), [
      ['officer', status('officer', 'completed')],
      ['caller', { kind: 'placed', providerSid: 'CA-caller' }],
    ]);
    expect(asked).toEqual(['hang up caller']);
  });

  it('who presses 1 when the officer has left hears that the call cannot go on', () => {
    const event = keys('caller', '1');
    const gone = leg('officer', { ...ready, status: 'completed', endedAt: now });
    const dial = takeEvent(dialOf([gone, leg('caller', talking)]), 'caller', event, now);
    expect(answerTo(dial, 'caller', event)).toEqual({ say: 'apology' });
    expect(takeEvent(dial, 'caller', status('caller', 'completed'), now).outcome).toBe('no_answer');
  });

  it('who was there with the officer for some seconds was reached, though nobody told of the joining', () => {
    const outcomeAfter = (seconds: number) => {
      const left = takeEvent(dialOf([ready, met]), 'officer', status('officer', 'completed'), later(seconds));
      return takeEvent(left, 'caller', status('caller', 'completed'), later(seconds)).outcome;
    };
    expect(outcomeAfter(1)).toBe('no_answer');
    expect(outcomeAfter(30)).toBe('reached');
    const joined = takeEvent(
      dialOf([ready, met]),
      'caller',
      { kind: 'joined', providerSid: 'CA-caller' },
      now,
    );
    const left = takeEvent(joined, 'officer', status('officer', 'completed'), later(1));
    expect(takeEvent(left, 'caller', status('caller', 'completed'), later(1)).outcome).toBe('reached');
  });
});

describe('webhooks in any order', () => {
  /** What is told of a caller who is reached and hangs up; requests in their order, what ends it last. */
  const progress = ['initiated', 'ringing', 'in-progress'] as const;
  const told: readonly (readonly [Party, LegEvent])[] = progress.map((word, at) => [
    'caller',
    status('caller', word, { sequence: at }),
  ]);
  const requests: readonly (readonly [Party, LegEvent])[] = [
    ['caller', answered('caller', 'human')],
    ['caller', keys('caller', '1')],
    ['caller', { kind: 'joined', providerSid: 'CA-caller' }],
  ];
  const end = ['caller', status('caller', 'completed', { sequence: 3, seconds: 42 })] as const;
  const start = dialOf([ready, leg('caller')]);
  const wanted = play(start, [...told, ...requests, end]);

  it('with repeats and late ones, end in the same state, with the same effects', () => {
    const noise = fc.array(fc.constantFrom(...told, ...requests), { maxLength: 6 });
    const places = fc.array(fc.nat({ max: requests.length }), {
      minLength: told.length,
      maxLength: told.length,
    });
    fc.assert(
      fc.property(places, noise, (at, late) => {
        const mixed = [...requests];
        told.forEach((event, index) => mixed.splice(at[index] ?? 0, 0, event));
        const doubled = mixed.flatMap((event) => [event, event]);
        const { dial, asked } = play(start, [...doubled, end, end, ...late]);
        expect({ ...dial.legs.caller, statusSequence: 0 }).toEqual({
          ...wanted.dial.legs.caller,
          statusSequence: 0,
        });
        expect(dial.outcome).toBe('reached');
        expect(asked).toEqual(wanted.asked);
      }),
    );
  });

  it('whatever they are, take nothing back: an end, an outcome, a ring, a word', () => {
    const words: readonly LegStatus[] = [
      ...progress,
      'queued',
      'completed',
      'busy',
      'no-answer',
      'failed',
      'canceled',
    ];
    const anyEvent = fc.constantFrom<Party>('officer', 'interpreter', 'caller').chain((party) =>
      fc.oneof(
        fc.constantFrom(...words).map((word) => [party, status(party, word)] as const),
        fc
          .constantFrom('human', 'unknown', 'machine_end_beep')
          .map((by) => [party, answered(party, by)] as const),
        fc.constantFrom('1', '2', '').map((digits) => [party, keys(party, digits)] as const),
        fc.constant([party, { kind: 'joined', providerSid: `CA-${party}` }] as const),
        fc.constant([party, { kind: 'given_up', how: 'unknown', providerCode: null }] as const),
      ),
    );
    const terms = fc.record({
      voicemail: fc.constantFrom('none', 'neutral', 'named'),
      contact: fc.constantFrom('voice', 'relay'),
      needsInterpreter: fc.boolean(),
      hasInterpreter: fc.boolean(),
    });
    fc.assert(
      fc.property(terms, fc.array(anyEvent, { maxLength: 30 }), (under, events) => {
        let dial = dialOf([leg('officer')], under);
        for (const [party, event] of events) {
          const next = takeEvent(dial, party, event, now);
          const { plan } = consequencesOf(dial, next);
          if (dial.outcome !== null) expect([next.outcome, plan]).toEqual([dial.outcome, null]);
          if (dial.joinedAt !== null) expect(next.joinedAt).toEqual(dial.joinedAt);
          if (dial.callerRungAt !== null) expect(next.callerRungAt).toEqual(dial.callerRungAt);
          for (const before of Object.values(dial.legs)) {
            const after = next.legs[before.party];
            if (before.endedAt !== null) expect(after).toEqual(before);
            if (before.heardWords) expect(after?.heardWords).toBe(true);
          }
          // Nobody is rung whom the officer has not asked for.
          if (plan !== null) {
            expect(next.legs.officer?.acceptedAt).toEqual(now);
            expect(next.legs[plan]).toBeUndefined();
          }
          dial = plan === null ? next : { ...next, legs: { ...next.legs, [plan]: leg(plan) } };
        }
      }),
      { numRuns: 500 },
    );
  });
});
