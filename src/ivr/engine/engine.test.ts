import { describe, expect, it } from 'vitest';
import { fixtureFacts, fixtureFlow } from '../../../test/flows/fixtures.ts';
import { digits, play, silence, stored, toNumber, toZip, words } from '../../../test/flows/play.ts';
import { resume, start } from './engine.ts';
import type { Turn } from './engine.ts';

const flow = fixtureFlow();

const last = ({ instructions }: Turn) => instructions.at(-1);

describe('start', () => {
  it('says the opening in every language and waits for the choice of one', () => {
    const turn = start(flow, fixtureFacts);
    expect(turn.instructions).toEqual([
      {
        kind: 'say',
        speech: [
          {
            text: 'If you are in danger, hang up and dial 911.',
            language: 'en-US',
            voice: 'Polly.Joanna-Neural',
          },
          {
            text: 'Si está en peligro, cuelgue y llame al 911.',
            language: 'es-US',
            voice: 'Polly.Lupe-Neural',
          },
        ],
      },
      {
        kind: 'gather',
        speech: [
          { text: 'For English, press 1.', language: 'en-US', voice: 'Polly.Joanna-Neural' },
          { text: 'Para español, oprima 2.', language: 'es-US', voice: 'Polly.Lupe-Neural' },
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
    const turn = play(flow, [digits('2')]);
    expect(turn.session.language).toBe('es-US');
    expect(words(turn)).toContain('Para información');
  });

  it('say their own words for silence, then ask again', () => {
    expect(words(play(flow, [digits('1'), silence]))).toBe(
      'I did not hear a key. For information, press 1. For custody, press 2. To be called back, press 3.',
    );
  });

  it('give up after their attempts', () => {
    const turn = play(flow, [digits('1'), silence, digits('9')]);
    expect(words(turn)).toBe('I am sorry. Please call again.');
    expect(last(turn)).toEqual({ kind: 'hangup' });
    expect(turn.session.ended).toEqual({ step: 'sorry', reason: 'end' });
  });

  it('repeat without counting an attempt', () => {
    const turn = play(flow, [digits('1'), digits('*'), digits('*'), digits('*')]);
    expect(turn.session.attempts).toBe(0);
    expect(words(turn)).toMatch(/^For information/);
  });

  it('lead to a person from anywhere', () => {
    expect(words(play(flow, [digits('1'), digits('0')]))).toBe('A person will help you. Goodbye.');
  });
});

describe('entries', () => {
  it('take a fixed number of keys, and # ends sooner', () => {
    expect(last(play(flow, toZip))).toMatchObject({
      kind: 'gather',
      numDigits: 5,
      finishOnKey: '#',
      timeoutSeconds: 8,
    });
  });

  it('take 0 as a digit', () => {
    expect(play(flow, [...toZip, digits('02139')]).session.answers).toMatchObject({ zip: '02139' });
  });

  it('say their own words for a wrong entry', () => {
    expect(words(play(flow, [...toZip, digits('123')]))).toMatch(
      /^That is not a ZIP code of five digits\. Enter/,
    );
  });

  it('count only what follows the last star, and wait silently for the keys that it cost', () => {
    const turn = play(flow, [...toZip, digits('90*90')]);
    expect(last(turn)).toMatchObject({ kind: 'gather', speech: [], numDigits: 3 });
    const session: unknown = stored(turn);
    expect(resume(flow, session, digits('012'), fixtureFacts).session.answers).toMatchObject({
      zip: '90012',
    });
  });

  it('ask again without counting an attempt after a star alone', () => {
    const turn = play(flow, [...toZip, digits('9*'), digits('*'), digits('*'), digits('*')]);
    expect(turn.session).toMatchObject({ step: 'zip', attempts: 0 });
  });

  it('are skipped by # alone and, since Twilio cannot tell the two apart, by silence', () => {
    for (const input of [digits('#'), silence]) {
      const turn = play(flow, [...toZip, input]);
      expect(turn.session.step).toBe('safe');
      expect(turn.session.answers).not.toHaveProperty('zip');
    }
  });

  it('offer the number of the call, and take it without reading it back', () => {
    const turn = play(flow, [...toNumber, digits('1')]);
    expect(turn.session).toMatchObject({ step: 'window', answers: { number: '+12025550123' } });
  });

  it('do not offer a number that is withheld', () => {
    const turn = play(flow, toNumber, { ...fixtureFacts, callerNumber: null, caller: 'withheld' });
    expect(words(turn)).toBe('Enter your number with its area code.');
  });

  it('count only when confirmed', () => {
    const entered = [...toNumber, digits('2'), digits('2025550143')];
    const turn = play(flow, entered);
    expect(words(turn)).toContain('I have 2 0 2, 5 5 5, 0 1 4 3.');
    expect(turn.session.answers).not.toHaveProperty('number');
    expect(words(play(flow, [...entered, digits('2')]))).toBe('Enter your number with its area code.');
    expect(play(flow, [...entered, digits('1')]).session.answers).toMatchObject({ number: '+12025550143' });
  });

  it('read the number again after silence, and know the anywhere keys', () => {
    const entered = [...toNumber, digits('2'), digits('2025550143')];
    expect(words(play(flow, [...entered, silence]))).toContain('I have 2 0 2, 5 5 5, 0 1 4 3.');
    expect(play(flow, [...entered, digits('0')]).session.ended).toMatchObject({ step: 'goodbye' });
  });
});
