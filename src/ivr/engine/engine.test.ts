import { describe, expect, it } from 'vitest';
import { fixtureFacts, fixtureFlow } from '../../../test/flows/fixtures.ts';
import type { Instruction, Speech } from '../../kernel/instructions.ts';
import type { Facts } from '../language/flow.ts';
import { resume, start } from './engine.ts';
import type { Turn } from './engine.ts';

const flow = fixtureFlow();

const digits = (keys: string) => ({ kind: 'digits', digits: keys });
const silence = { kind: 'silence' };

/** Plays inputs one after the other, with the session through JSON between them. */
function play(inputs: readonly unknown[], facts: Facts = fixtureFacts): Turn {
  let turn = start(flow, facts);
  for (const input of inputs) turn = resume(flow, JSON.parse(JSON.stringify(turn.session)), input, facts);
  return turn;
}

function words({ instructions }: Turn): string {
  const speech = instructions.flatMap((i: Instruction): readonly Speech[] => ('speech' in i ? i.speech : []));
  return speech.map(({ text }) => text).join(' ');
}

const last = ({ instructions }: Turn) => instructions.at(-1);

describe('start', () => {
  it('says the opening in every language and waits for the choice of one', () => {
    const turn = start(flow, fixtureFacts);
    expect(turn.instructions).toEqual([
      {
        kind: 'say',
        speech: [
          { text: 'If you are in danger, hang up and dial 911.', language: 'en-US' },
          { text: 'Si está en peligro, cuelgue y llame al 911.', language: 'es-US' },
        ],
      },
      {
        kind: 'gather',
        speech: [
          { text: 'For English, press 1.', language: 'en-US' },
          { text: 'Para español, oprima 2.', language: 'es-US' },
        ],
        numDigits: 1,
        finishOnKey: '',
        timeoutSeconds: 6,
      },
    ]);
    expect(turn.events).toEqual([
      { kind: 'step', step: 'opening' },
      { kind: 'step', step: 'language' },
    ]);
    expect(turn.session).toMatchObject({
      version: 1,
      revision: flow.revision,
      step: 'language',
      ended: null,
    });
  });
});

describe('menus', () => {
  it('speak the language that the caller chose', () => {
    const turn = play([digits('2')]);
    expect(turn.session.language).toBe('es-US');
    expect(words(turn)).toContain('Para información');
  });

  it('say their own words for silence, then ask again', () => {
    expect(words(play([digits('1'), silence]))).toBe(
      'I did not hear a key. For information, press 1. For custody, press 2. To be called back, press 3.',
    );
  });

  it('give up after their attempts', () => {
    const turn = play([digits('1'), silence, digits('9')]);
    expect(words(turn)).toBe('I am sorry. Please call again.');
    expect(last(turn)).toEqual({ kind: 'hangup' });
    expect(turn.session.ended).toEqual({ step: 'sorry', reason: 'end' });
  });

  it('repeat without counting an attempt', () => {
    const turn = play([digits('1'), digits('*'), digits('*'), digits('*')]);
    expect(turn.session.attempts).toBe(0);
    expect(words(turn)).toMatch(/^For information/);
  });

  it('lead to a person from anywhere', () => {
    expect(words(play([digits('1'), digits('0')]))).toBe('A person will help you. Goodbye.');
  });
});

/** As far as the question after the ZIP code. */
const toZip = [digits('1'), digits('3'), digits('1'), digits('2')];
const toNumber = [...toZip, digits('90012'), digits('1')];

describe('entries', () => {
  it('take a fixed number of keys, and # ends sooner', () => {
    expect(last(play(toZip))).toMatchObject({
      kind: 'gather',
      numDigits: 5,
      finishOnKey: '#',
      timeoutSeconds: 8,
    });
  });

  it('take 0 as a digit', () => {
    expect(play([...toZip, digits('02139')]).session.answers).toMatchObject({ zip: '02139' });
  });

  it('say their own words for a wrong entry', () => {
    expect(words(play([...toZip, digits('123')]))).toMatch(/^That is not a ZIP code of five digits\. Enter/);
  });

  it('count only what follows the last star, and wait silently for the keys that it cost', () => {
    const turn = play([...toZip, digits('90*90')]);
    expect(last(turn)).toMatchObject({ kind: 'gather', speech: [], numDigits: 3 });
    const session: unknown = JSON.parse(JSON.stringify(turn.session));
    expect(resume(flow, session, digits('012'), fixtureFacts).session.answers).toMatchObject({
      zip: '90012',
    });
  });

  it('ask again without counting an attempt after a star alone', () => {
    const turn = play([...toZip, digits('9*'), digits('*'), digits('*'), digits('*')]);
    expect(turn.session).toMatchObject({ step: 'zip', attempts: 0 });
  });

  it('are skipped by # alone and, since Twilio cannot tell the two apart, by silence', () => {
    for (const input of [digits('#'), silence]) {
      const turn = play([...toZip, input]);
      expect(turn.session.step).toBe('safe');
      expect(turn.session.answers).not.toHaveProperty('zip');
    }
  });

  it('offer the number of the call, and take it without reading it back', () => {
    const turn = play([...toNumber, digits('1')]);
    expect(turn.session).toMatchObject({ step: 'window', answers: { number: '+12025550123' } });
  });

  it('do not offer a number that is withheld', () => {
    const turn = play(toNumber, { open: true, callerNumber: null, caller: 'withheld' });
    expect(words(turn)).toBe('Enter your number with its area code.');
  });

  it('count only when confirmed', () => {
    const entered = [...toNumber, digits('2'), digits('2025550143')];
    const turn = play(entered);
    expect(words(turn)).toContain('I have 2 0 2, 5 5 5, 0 1 4 3.');
    expect(turn.session.answers).not.toHaveProperty('number');
    expect(words(play([...entered, digits('2')]))).toBe('Enter your number with its area code.');
    expect(play([...entered, digits('1')]).session.answers).toMatchObject({ number: '+12025550143' });
  });

  it('read the number again after silence, and know the anywhere keys', () => {
    const entered = [...toNumber, digits('2'), digits('2025550143')];
    expect(words(play([...entered, silence]))).toContain('I have 2 0 2, 5 5 5, 0 1 4 3.');
    expect(play([...entered, digits('0')]).session.ended).toMatchObject({ step: 'goodbye' });
  });
});

describe('local capabilities', () => {
  const toPromise = [
    ...toNumber,
    digits('1'),
    digits('1'),
    { kind: 'recording', recording: 'RE1', seconds: 9 },
  ];

  it('are asked with the inputs that are set, and nothing is said until they answer', () => {
    const turn = play(toPromise);
    expect(turn.instructions).toEqual([]);
    expect(turn.request).toEqual({
      step: 'promise',
      capability: 'callbacks.request',
      mode: 'local',
      input: { number: '+12025550123', window: 'morning', zip: '90012', kind: 'plain' },
    });
  });

  it('give their results to the prompts', () => {
    const values = { office: 'Los Angeles', day: '2026-03-02', case_number: 'HL-26-480917-7', secret: 'x' };
    const turn = play([...toPromise, { kind: 'outcome', outcome: { exit: 'promised', values } }]);
    expect(words(turn)).toBe(
      'An officer of Los Angeles will call you on Monday, March 2, in the morning, at 2 0 2, 5 5 5, 0 1 2 3. ' +
        'Your case number is H L, 2 6, 4 8 0, 9 1 7, 7. Safe to ring, yes. Goodbye.',
    );
    expect(turn.session.outcomes['promise']?.values).not.toHaveProperty('secret');
  });

  it.each([
    ['an exit that was never declared', { kind: 'outcome', outcome: { exit: 'oops', values: {} } }],
    ['an outcome that is none', { kind: 'outcome', outcome: null }],
    ['something else altogether', silence],
  ])('count as unavailable after %s', (_, input) => {
    expect(play([...toPromise, input]).session).toMatchObject({
      ended: { step: 'sorry' },
      outcomes: { promise: { exit: 'unavailable' } },
    });
  });

  it('say what was said before them after their outcome', () => {
    const before = fixtureFlow((files) => ({
      ...files,
      'flow.yaml': (files['flow.yaml'] ?? '').replace(
        'tell: { say: tell, next: goodbye }',
        'tell: { say: tell, next: again }\n  again: { do: callbacks.request, with: { number: $number, window: $window }, then: { promised: goodbye, full: goodbye, unavailable: goodbye } }',
      ),
    }));
    const promised = { kind: 'outcome', outcome: { exit: 'promised', values: {} } };
    let turn = start(before, fixtureFacts);
    for (const input of [...toPromise, promised]) turn = resume(before, turn.session, input, fixtureFacts);
    expect(turn.instructions).toEqual([]);
    turn = resume(before, JSON.parse(JSON.stringify(turn.session)), promised, fixtureFacts);
    expect(turn.instructions.map(({ kind }) => kind)).toEqual(['say', 'say', 'hangup']);
  });
});

describe('remote capabilities', () => {
  const asked = [digits('1'), digits('2'), digits('4809')];
  const poll = { kind: 'poll' };

  it('are asked while the caller hears words and is polled', () => {
    const turn = play(asked);
    expect(turn.request).toMatchObject({
      capability: 'custody.look-up',
      mode: 'remote',
      input: { code: '4809' },
    });
    expect(turn.instructions).toEqual([
      { kind: 'poll', speech: [{ text: 'One moment, please.', language: 'en-US' }], seconds: 2 },
    ]);
  });

  it('are polled in silence, not asked again', () => {
    const turn = play([...asked, poll]);
    expect(turn.request).toBeUndefined();
    expect(turn.instructions).toEqual([{ kind: 'poll', speech: [], seconds: 2 }]);
  });

  it('answer late', () => {
    const outcome = { kind: 'outcome', outcome: { exit: 'found', values: { status: 'in custody' } } };
    expect(words(play([...asked, poll, poll, outcome]))).toBe('The record says in custody.');
  });

  it('are given up at their limit', () => {
    expect(play([...asked, poll, poll, poll, poll]).session.ended).toBeNull();
    expect(words(play([...asked, poll, poll, poll, poll, poll]))).toBe('I am sorry. Please call again.');
  });
});

describe('hanging up', () => {
  it('runs the flow for it, without a word', () => {
    const turn = play([...toNumber, digits('1'), { kind: 'hangup' }]);
    expect(turn.request).toMatchObject({
      step: 'ring-back',
      input: { number: '+12025550123', window: 'morning' },
    });
    const outcome = { kind: 'outcome', outcome: { exit: 'promised', values: {} } };
    const over = resume(flow, JSON.parse(JSON.stringify(turn.session)), outcome, fixtureFacts);
    expect(over.instructions).toEqual([{ kind: 'hangup' }]);
    expect(over.session.ended).toEqual({ step: 'closed', reason: 'hangup' });
  });

  it('leaves what was answered', () => {
    const { session } = play([...toZip, digits('90012'), { kind: 'hangup' }]);
    expect(session).toMatchObject({
      answers: { role: 'witness', zip: '90012' },
      ended: { reason: 'hangup' },
    });
  });

  it('changes nothing when it comes twice, or when keys come after it', () => {
    const once = play([digits('1'), { kind: 'hangup' }]);
    for (const input of [{ kind: 'hangup' }, digits('1'), silence]) {
      const twice = resume(flow, JSON.parse(JSON.stringify(once.session)), input, fixtureFacts);
      expect(twice).toEqual({ session: once.session, instructions: [{ kind: 'hangup' }], events: [] });
    }
  });
});

describe('limits', () => {
  const loop = fixtureFlow((files) => ({
    ...files,
    'flow.yaml': (files['flow.yaml'] ?? '').replace(
      'information: { say: information, next: main }',
      'information: { say: information, next: information }',
    ),
  }));

  it('lead a loop to the exhausted step', () => {
    const turn = resume(loop, play([digits('1')]).session, digits('1'), fixtureFacts);
    expect(turn.session).toMatchObject({ limited: true, ended: { step: 'sorry', reason: 'end' } });
    expect(turn.events).toContainEqual({ kind: 'limit', limit: 'visits' });
  });

  it('end a call that goes on for ever', () => {
    let turn = play([digits('1')]);
    let turns = 0;
    while (turn.session.ended === null && turns < 1000) {
      turn = resume(flow, turn.session, digits('*'), fixtureFacts);
      turns += 1;
    }
    expect(turn.session.ended).not.toBeNull();
    expect(turns).toBeLessThanOrEqual(440);
  });

  it('apologise where the exhausted step cannot help', () => {
    const { session } = play([digits('1')]);
    const turn = resume(flow, { ...session, limited: true, step: 'nowhere' }, digits('1'), fixtureFacts);
    expect(words(turn)).toMatch(/^I am sorry\. Something is not working/);
    expect(turn.session.ended).toMatchObject({ reason: 'limit' });
  });
});

describe('a session that cannot be read', () => {
  it.each([[null], ['x'], [42], [[]], [{}], [{ version: 99 }], [{ version: 1, step: '__proto__' }]])(
    'leads %j to the exhausted step',
    (session) => {
      const turn = resume(flow, session, digits('1'), fixtureFacts);
      expect(turn.events[0]).toEqual({ kind: 'limit', limit: 'state' });
      expect(words(turn)).toBe('I am sorry. Please call again.');
    },
  );
});
