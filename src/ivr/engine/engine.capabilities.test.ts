import { describe, expect, it } from 'vitest';
import { fixtureFacts, fixtureFlow } from '../../../test/flows/fixtures.ts';
import { digits, play, silence, stored, toNumber, toZip, words } from '../../../test/flows/play.ts';
import { resume, start } from './engine.ts';

const flow = fixtureFlow();

describe('local capabilities', () => {
  const toPromise = [
    ...toNumber,
    digits('1'),
    digits('1'),
    { kind: 'recording', recording: 'RE1', seconds: 9 },
  ];

  it('are asked with the inputs that are set, and nothing is said until they answer', () => {
    const turn = play(flow, toPromise);
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
    const turn = play(flow, [...toPromise, { kind: 'outcome', outcome: { exit: 'promised', values } }]);
    expect(words(turn)).toBe(
      'An officer of Los Angeles will call you on Monday, March 2, in the morning. ' +
        'Your case number is H L, 2 6, 4 8 0, 9 1 7, 7. Safe to ring, yes. Goodbye.',
    );
    expect(turn.session.outcomes['promise']?.values).not.toHaveProperty('secret');
  });

  it.each([
    ['an exit that was never declared', { kind: 'outcome', outcome: { exit: 'oops', values: {} } }],
    ['an outcome that is none', { kind: 'outcome', outcome: null }],
    ['something else altogether', silence],
  ])('count as unavailable after %s', (_, input) => {
    expect(play(flow, [...toPromise, input]).session).toMatchObject({
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
    turn = resume(before, stored(turn), promised, fixtureFacts);
    expect(turn.instructions.map(({ kind }) => kind)).toEqual(['say', 'say', 'hangup']);
  });
});

describe('remote capabilities', () => {
  const asked = [digits('1'), digits('2'), digits('4809')];
  const poll = { kind: 'poll' };

  it('are asked while the caller hears words and is polled', () => {
    const turn = play(flow, asked);
    expect(turn.request).toMatchObject({
      capability: 'custody.look-up',
      mode: 'remote',
      input: { code: '4809' },
    });
    expect(turn.instructions).toEqual([
      {
        kind: 'poll',
        speech: [{ text: 'One moment, please.', language: 'en-US', voice: 'Polly.Joanna-Neural' }],
        seconds: 2,
      },
    ]);
  });

  it('are polled in silence, not asked again', () => {
    const turn = play(flow, [...asked, poll]);
    expect(turn.request).toBeUndefined();
    expect(turn.instructions).toEqual([{ kind: 'poll', speech: [], seconds: 2 }]);
  });

  it('answer late', () => {
    const outcome = { kind: 'outcome', outcome: { exit: 'found', values: { status: 'in custody' } } };
    expect(words(play(flow, [...asked, poll, poll, outcome]))).toBe('The record says in custody.');
  });

  it('are given up at their limit', () => {
    expect(play(flow, [...asked, poll, poll, poll, poll]).session.ended).toBeNull();
    expect(words(play(flow, [...asked, poll, poll, poll, poll, poll]))).toBe(
      'I am sorry. Please call again.',
    );
  });
});

describe('hanging up', () => {
  it('runs the flow for it, without a word', () => {
    const turn = play(flow, [...toNumber, digits('1'), { kind: 'hangup' }]);
    expect(turn.request).toMatchObject({
      step: 'ring-back',
      input: { number: '+12025550123', window: 'morning' },
    });
    const outcome = { kind: 'outcome', outcome: { exit: 'promised', values: {} } };
    const over = resume(flow, stored(turn), outcome, fixtureFacts);
    expect(over.instructions).toEqual([{ kind: 'hangup' }]);
    expect(over.session.ended).toEqual({ step: 'closed', reason: 'hangup' });
  });

  it('leaves what was answered', () => {
    const { session } = play(flow, [...toZip, digits('90012'), { kind: 'hangup' }]);
    expect(session).toMatchObject({
      answers: { role: 'witness', zip: '90012' },
      ended: { reason: 'hangup' },
    });
  });

  it('changes nothing when it comes twice, or when keys come after it', () => {
    const once = play(flow, [digits('1'), { kind: 'hangup' }]);
    for (const input of [{ kind: 'hangup' }, digits('1'), silence]) {
      const twice = resume(flow, stored(once), input, fixtureFacts);
      expect(twice).toEqual({ session: once.session, instructions: [{ kind: 'hangup' }], events: [] });
    }
  });
});
