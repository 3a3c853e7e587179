import { describe, expect, it } from 'vitest';
import type { Value, ValueType } from '../../kernel/capability.ts';
import { createSpeaker } from './speakable.ts';

const choices = new Map([['window', new Map([['morning', 'por la mañana']])]]);
const spanish = createSpeaker('es-US', choices);
const english = createSpeaker('en-US', new Map());
const french = createSpeaker('fr-CA', new Map([['yes_no', new Map([['yes', 'oui']])]]));

describe('numbers', () => {
  it.each<[ValueType, Value, string]>([
    ['zip', '02139', '0 2 1 3 9'],
    ['phone', '+12025550123', '2 0 2, 5 5 5, 0 1 2 3'],
    ['digits', '4809', '4 8 0 9'],
    ['digits', '480917', '4 8 0, 9 1 7'],
    ['digits', '1234567', '1 2 3, 4 5 6 7'],
    ['digits', 'HL-26-480917-7', 'H L, 2 6, 4 8 0, 9 1 7, 7'],
    ['digits', '', ''],
  ])('are read digit by digit: %s %s', (type, value, words) => {
    expect(english(type, '', value)).toBe(words);
  });
});

describe('dates', () => {
  it('are weekday, day and month in the language of the caller', () => {
    expect(english('date', '', '2026-03-02')).toBe('Monday, March 2');
    expect(spanish('date', '', '2026-03-02')).toBe('lunes, 2 de marzo');
  });

  it('are left as they are if they are none', () => {
    expect(english('date', '', 'soon')).toBe('soon');
    expect(english('date', '', '2026-99-99')).toBe('2026-99-99');
  });
});

describe('choices, yes and no', () => {
  it('take their words from the tables, and yes and no from the language where there is none', () => {
    expect(spanish('choice', 'window', 'morning')).toBe('por la mañana');
    expect(spanish('choice', 'window', 'never')).toBe('never');
    expect([spanish('yes_no', 'safe', true), english('yes_no', 'safe', false)]).toEqual(['sí', 'no']);
    expect(french('yes_no', 'safe', true)).toBe('oui');
  });
});

describe('a recording', () => {
  it('is not said', () => {
    expect(english('recording', '', { recording: 'RE1', seconds: 3 })).toBe('');
  });
});
