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
