import { describe, expect, it } from 'vitest';
import type { GatherInstruction } from '../../kernel/instructions.ts';
import { press, wordsOf } from './telephone.ts';

const gather = (more: Partial<GatherInstruction>): GatherInstruction => ({
  kind: 'gather',
  speech: [],
  finishOnKey: '#',
  timeoutSeconds: 5,
  ...more,
});

describe('press', () => {
  it.each([
    ['all keys where nothing ends them', gather({}), '4809', '4809', ''],
    ['up to the finish key, without it', gather({}), '4809#1', '4809', '1'],
    ['the finish key where it is alone', gather({}), '#1', '#', '1'],
    ['as many as were asked for', gather({ numDigits: 5 }), '9001212', '90012', '12'],
    ['a finish key that came sooner', gather({ numDigits: 5 }), '90#12', '90', '12'],
    ['every key where there is no finish key', gather({ numDigits: 1, finishOnKey: '' }), '#2', '#', '2'],
  ])('enters %s', (_, instruction, keys, digits, rest) => {
    expect(press(instruction, keys)).toEqual({ input: { kind: 'digits', digits }, rest });
  });
});

describe('wordsOf', () => {
  it('gathers what is said, in order', () => {
    const speech = (text: string) => [{ text, language: 'en-US' }];
    expect(
      wordsOf([
        { kind: 'say', speech: speech('one') },
        { kind: 'pause', seconds: 1 },
        { kind: 'poll', speech: speech('two'), seconds: 2 },
      ]),
    ).toEqual(['one', 'two']);
  });
});
