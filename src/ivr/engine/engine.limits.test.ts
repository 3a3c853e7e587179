import { describe, expect, it } from 'vitest';
import { fixtureFacts, fixtureFlow } from '../../../test/flows/fixtures.ts';
import { digits, play, words } from '../../../test/flows/play.ts';
import { resume } from './engine.ts';

const flow = fixtureFlow();

describe('limits', () => {
  const loop = fixtureFlow((files) => ({
    ...files,
    'flow.yaml': (files['flow.yaml'] ?? '').replace(
      'information: { say: information, next: main }',
      'information: { say: information, next: information }',
    ),
  }));

  it('lead a loop to the exhausted step', () => {
    const turn = resume(loop, play(flow, [digits('1')]).session, digits('1'), fixtureFacts);
    expect(turn.session).toMatchObject({ limited: true, ended: { step: 'sorry', reason: 'end' } });
    expect(turn.events).toContainEqual({ kind: 'limit', limit: 'visits' });
  });

  it('end a call that goes on for ever', () => {
    let turn = play(flow, [digits('1')]);
    let turns = 0;
    while (turn.session.ended === null && turns < 1000) {
      turn = resume(flow, turn.session, digits('*'), fixtureFacts);
      turns += 1;
    }
    expect(turn.session.ended).not.toBeNull();
    expect(turns).toBeLessThanOrEqual(440);
  });

  it('apologise where the exhausted step cannot help', () => {
    const { session } = play(flow, [digits('1')]);
    const turn = resume(flow, { ...session, limited: true, step: 'nowhere' }, digits('1'), fixtureFacts);
    expect(words(turn)).toMatch(/^I am sorry\. Something is not working/);
    expect(turn.session.ended).toMatchObject({ reason: 'limit' });
  });
});

describe('the size of a session', () => {
  it('ends a call whose capabilities tell too much', () => {
    const values = {
      office: '\u0000'.repeat(1000),
      day: '\u0000'.repeat(1000),
      case_number: '\u0000'.repeat(1000),
    };
    const outcomes = { promise: { exit: 'promised', values }, 'ring-back': { exit: 'promised', values } };
    const turn = resume(flow, { ...play(flow, [digits('1')]).session, outcomes }, digits('*'), fixtureFacts);
    expect(turn.events).toContainEqual({ kind: 'limit', limit: 'bytes' });
    expect(turn.session).toMatchObject({ outcomes: {}, ended: { step: 'sorry' } });
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
