import { describe, expect, it } from 'vitest';
import type { CallerAction } from '../script.ts';
import type { Party } from './party.ts';
import { createScriptedParty } from './scripted-party.ts';

const party = (...script: CallerAction[]): Party => createScriptedParty(script);
const hears = (listener: Party, text: string): void =>
  listener.hear({ at: 0, kind: 'voice', text, language: '' });

describe('a scripted person who is left to themselves', () => {
  it('waits as long as the script says, in company or not, and then does what comes next', () => {
    const caller = party({ waits: 10 }, { press: '*' });
    expect(caller.attend?.(5, false)).toBe(10);
    expect(caller.attend?.(9, true)).toBe(6);
    expect(caller.attend?.(15, true)).toMatchObject({ does: 'keys', keys: '*' });
  });

  it('talks only in company, and counts from the moment it began', () => {
    const caller = party({ talks: 30 }, { hangUp: true });
    expect(caller.attend?.(0, false)).toBe(600);
    expect(caller.attend?.(20, true)).toBe(30);
    expect(caller.attend?.(50, true)).toEqual({ does: 'hangUp', seconds: 0 });
    expect(caller.unused()).toBe(0);
  });

  it('keeps what they have to say for company', () => {
    const caller = party({ speak: 'hello' });
    expect(caller.attend?.(0, false)).toBe(600);
    expect(caller.attend?.(1, true)).toMatchObject({ does: 'words', words: 'hello' });
  });

  it('does nothing before the words that they wait for, and notes them when patience ends', () => {
    const caller = party({ hears: 'welcome', press: '1' });
    expect(caller.attend?.(0, true)).toBe(60);
    expect(caller.attend?.(60, true)).toEqual({ does: 'hangUp', seconds: 0 });
    expect(caller.missed).toEqual([{ action: 0, expected: 'welcome', heard: '' }]);
    const other = party({ hears: 'welcome', press: '1' });
    hears(other, 'You are  welcome here');
    expect(other.attend?.(0, true)).toMatchObject({ does: 'keys', keys: '1' });
  });

  it('hangs up with nothing left to do: after a minute of conversation, after ten alone', () => {
    const caller = party();
    expect(caller.attend?.(0, false)).toBe(600);
    expect(caller.attend?.(100, true)).toBe(60);
    expect(caller.attend?.(160, true)).toEqual({ does: 'hangUp', seconds: 0 });
  });

  it('is silent for an app that asks something while the script says to wait', () => {
    const caller = party({ waits: 10 }, { press: '1' });
    const wait = { for: 'input', seconds: 5 } as const;
    expect(caller.take(wait, false)).toBeUndefined();
    expect(caller.waitsFor?.(0)).toBe(10);
    expect(caller.waitsFor?.(10)).toBeUndefined();
    expect(caller.take(wait, false)).toMatchObject({ does: 'keys', keys: '1' });
  });
});
