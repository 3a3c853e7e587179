import type { Missed } from '../report.ts';
import type { CallerAction } from '../script.ts';

/** What the person does when the app waits for them. */
export type Move =
  | { readonly does: 'keys'; readonly keys: string }
  | { readonly does: 'words'; readonly words: string }
  | { readonly does: 'talk'; readonly seconds: number }
  | { readonly does: 'silence' }
  | { readonly does: 'hangUp' };

/** How a person ends a recording. */
export type RecordingEnd =
  { readonly by: 'key'; readonly key: string } | { readonly by: 'hangUp' | 'silence' };

/** The person at the other end, who follows a script and listens. */
export interface Party {
  readonly missed: readonly Missed[];
  hear(text: string): void;
  /** The next thing they do is hang up, and what they waited for has been said. */
  hangsUpNow(): boolean;
  /** They press a key in the middle of the prompt: asked for, and what they waited for has been said. */
  interrupts(): boolean;
  /** Their next action. Once the script has run out they stay silent for some waits, then hang up. */
  move(): Move;
  /** Called after a `talk`: what ends the recording. */
  endRecording(finishKeys: string): RecordingEnd;
  /** Notes keys that nobody was listening to any more. */
  wasted(keys: string): void;
  /** Actions not reached. */
  unused(): number;
}

/** A person whose script has run out is patient for so many waits. */
const patience = 25;

const speakingRate = 2.5;

/** Seconds that it takes to say a text: 150 words a minute, never under half a second. */
export function secondsToSay(text: string): number {
  const words = text.trim() === '' ? 0 : text.trim().split(/\s+/).length;
  return Math.max(0.5, words / speakingRate);
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ');

export function createParty(script: readonly CallerAction[]): Party {
  const missed: Missed[] = [];
  let position = 0;
  let said = '';
  let idleWaits = 0;

  const unheard = (action: CallerAction): string | undefined => {
    const expected = typeof action.hears === 'string' ? [action.hears] : (action.hears ?? []);
    return expected.find((text) => !said.includes(squeezed(text)));
  };
  const consume = (action: CallerAction): void => {
    const expected = unheard(action);
    if (expected !== undefined) missed.push({ action: position, expected, heard: said.trim() });
    position += 1;
    said = '';
  };

  return {
    missed,
    hear: (text) => {
      said = squeezed(`${said} ${text}`);
    },
    hangsUpNow: () => {
      const next = script[position];
      return next !== undefined && 'hangUp' in next && unheard(next) === undefined;
    },
    interrupts: () => {
      const next = script[position];
      return next !== undefined && 'press' in next && next.interrupt === true && unheard(next) === undefined;
    },
    move: () => {
      const action = script[position];
      if (action === undefined) {
        idleWaits += 1;
        return { does: idleWaits > patience ? 'hangUp' : 'silence' };
      }
      consume(action);
      if ('press' in action) return { does: 'keys', keys: action.press };
      if ('speak' in action) return { does: 'words', words: action.speak };
      if ('record' in action) return { does: 'talk', seconds: action.record };
      return { does: 'hangUp' in action ? 'hangUp' : 'silence' };
    },
    endRecording: (finishKeys) => {
      const next = script[position];
      if (next === undefined || next.hears !== undefined) return { by: 'silence' };
      if ('hangUp' in next) {
        consume(next);
        return { by: 'hangUp' };
      }
      if (!('press' in next) || next.press.length > 1 || !finishKeys.includes(next.press))
        return { by: 'silence' };
      consume(next);
      return { by: 'key', key: next.press };
    },
    wasted: (keys) => {
      missed.push({
        action: position - 1,
        expected: `somebody to take the keys ${keys}`,
        heard: said.trim(),
      });
    },
    unused: () => script.length - position,
  };
}
