import { describe, expect, it } from 'vitest';
import { fixtureFacts, fixtureFlow } from '../../../test/flows/fixtures.ts';
import { digits, play, silence, words } from '../../../test/flows/play.ts';
import type { Turn } from './engine.ts';

const flow = fixtureFlow();
const patient = fixtureFlow((files) => ({
  ...files,
  'flow.yaml': (files['flow.yaml'] ?? '').replace("'*': repeat }", "'*': repeat, '#': more-time }"),
  'prompts.en-US.yaml': (files['prompts.en-US.yaml'] ?? '').replace(
    '  default.silence:',
    '  default.more-time: You have more time.\n  default.silence:',
  ),
}));
const callCentre = { number: '+12025550177', from: '+18005550199' };
const speech = (text: string, confidence = 0.9) => ({ kind: 'speech', words: text, confidence });

/** English, then the sub-flow behind key 4. */
const toTopic = [digits('1'), digits('4')];
const toDay = [...toTopic, speech('about a letter')];
const toPeople = [...toDay, digits('03022026')];
const toRecord = [...toPeople, digits('3#'), digits('1')];

const waitsFor = ({ instructions }: Turn) => instructions.at(-1);

describe('a sub-flow', () => {
  it('is gone through and come back from', () => {
    expect(play(flow, toTopic).session).toMatchObject({ step: 'topic', returns: ['after-more'] });
    const turn = play(flow, [...toRecord, digits('1234567#')]);
    expect(words(turn)).toContain('On Monday, March 2, 3 people, number 0 0 1, 2 3 4, 5 6 7.');
    // "after-more" connects nobody on a line without a call centre, and leads back to the menu.
    expect(turn.session).toMatchObject({ step: 'main', returns: [] });
  });

  it('is left for good by a step of the line', () => {
    expect(play(flow, [...toTopic, digits('0')]).session).toMatchObject({ step: 'goodbye', returns: [] });
  });

  it('notes an answer that its way tells, and takes back one, without asking', () => {
    const { answers } = play(flow, [...toRecord, digits('1234567#')]).session;
    expect(answers).toMatchObject({ speak_freely: true, people: 3 });
    expect(answers).not.toHaveProperty('topic');
  });
});

describe('a spoken answer', () => {
  it('is the words, as they were recognised', () => {
    const turn = play(flow, toDay);
    expect(turn.session.answers['topic']).toBe('about a letter');
    expect(play(flow, [...toTopic, silence]).session.step).toBe('day'); // optional here
  });

  it('stands for a key where the prompts say so', () => {
    expect(play(flow, [digits('1'), speech('I want information')]).session.visits).toHaveProperty(
      'information',
    );
    expect(waitsFor(play(flow, [digits('1')]))).toMatchObject({
      listens: { language: 'en-US', hints: ['information', 'call me back', 'officer'], keys: true },
    });
  });

  it('that means nothing is a wrong entry, and asks again', () => {
    const turn = play(flow, [digits('1'), speech('what?')]);
    expect(turn.session).toMatchObject({ step: 'main', attempts: 1 });
    expect(words(turn)).toContain('I did not understand that.');
  });

  it('is not listened to for anything sensitive', () => {
    expect(waitsFor(play(flow, toRecord))).not.toHaveProperty('listens');
  });
});

describe('an amount that is read back', () => {
  it('counts only after a yes', () => {
    const asked = play(flow, [...toPeople, digits('3#')]);
    expect(words(asked)).toBe('You said 3. If that is right, press 1.');
    expect(asked.session.answers).not.toHaveProperty('people');
    expect(play(flow, [...toPeople, digits('3#'), digits('1')]).session.answers['people']).toBe(3);
    const again = play(flow, [...toPeople, digits('3#'), digits('2')]);
    expect(again.session).toMatchObject({ step: 'people', phase: 'entry', draft: '' });
  });
});

describe('a transfer', () => {
  const facts = { ...fixtureFacts, callCentre };
  const toTransfer = [...toRecord, silence];

  it('rings the call centre, and shows it our number', () => {
    const turn = play(flow, toTransfer, facts);
    expect(waitsFor(turn)).toEqual({
      kind: 'transfer',
      speech: [{ text: 'Please wait.', language: 'en-US', voice: 'Polly.Joanna-Neural' }],
      to: '+12025550177',
      from: '+18005550199',
      ringSeconds: 30,
    });
  });

  it.each([
    ['talked', 'goodbye'],
    ['missed', 'main'],
  ])('that was %s leads to %s', (result, step) => {
    expect(play(flow, [...toTransfer, { kind: 'transferred', result }], facts).session.step).toBe(step);
  });

  it('says nothing and leads on where the line names no call centre', () => {
    const turn = play(flow, toTransfer);
    expect(words(turn)).not.toContain('Please wait.');
    expect(turn.session.step).toBe('main');
  });

  it('takes anything else for missed: nobody is left on a line that rings nowhere', () => {
    expect(play(flow, [...toTransfer, { kind: 'transferred', result: 17 }], facts).session.step).toBe('main');
    expect(play(flow, [...toTransfer, silence], facts).session.step).toBe('main');
  });
});

describe('more time', () => {
  it('doubles every time-out of the rest of the call, and asks again', () => {
    expect(waitsFor(play(patient, [digits('1')]))).toMatchObject({ timeoutSeconds: 8 });
    const turn = play(patient, [digits('1'), digits('#')]);
    expect(words(turn)).toMatch(/^You have more time\. For information/);
    expect(waitsFor(turn)).toMatchObject({ timeoutSeconds: 16 });
    expect(waitsFor(play(patient, [digits('1'), digits('#'), digits('#'), digits('3')]))).toMatchObject({
      timeoutSeconds: 12,
    });
  });

  it('does not count as a wrong key', () => {
    expect(play(patient, [digits('1'), digits('#'), digits('#')]).session).toMatchObject({ attempts: 0 });
  });
});

describe('a language menu', () => {
  const withAnother = fixtureFlow((files) => ({
    ...files,
    'flow.yaml': (files['flow.yaml'] ?? '').replace("'2': es-US }", "'2': es-US, '3': person }"),
  }));

  it('may lead to a step besides the languages', () => {
    expect(play(withAnother, [digits('3')]).session).toMatchObject({ step: 'goodbye', language: 'en-US' });
    expect(play(withAnother, [digits('2')]).session).toMatchObject({ step: 'main', language: 'es-US' });
  });
});
