import type { EndedBy, HeardLine, Missed, Warning } from '../report.ts';
import type { Entry } from './entry.ts';
import type { CallStatus } from './status.ts';

/** What the app waits for the person to do. Seconds are of stillness, after which the wait is over. */
export type Wait =
  | {
      readonly for: 'input';
      readonly seconds: number;
      /** Reads the keys pressed so far; missing where keys do not count. */
      readonly entry?: (keys: string) => Entry;
      /** Seconds of stillness that end speech, and of speech at most; missing where speech does not count. */
      readonly speech?: { readonly stillness: number; readonly longest: number };
    }
  | {
      readonly for: 'recording';
      readonly seconds: number;
      readonly longest: number;
      /** Any of these keys ends the recording. */
      readonly finishKeys: string;
    };

/** What a person does, and how many seconds of call time it takes them. */
export type Move = { readonly seconds: number } & (
  | { readonly does: 'keys'; readonly keys: string }
  | { readonly does: 'words'; readonly words: string }
  | { readonly does: 'talk' }
  | { readonly does: 'hangUp' }
);

/** What becomes of the call. */
export type News =
  | { readonly event: 'ringing' | 'answered' }
  | ({ readonly event: 'warning' } & Warning)
  | { readonly event: 'ended'; readonly by: EndedBy; readonly status: CallStatus };

/** The person at the other end, who listens and does things: one who follows a script, or a live one. */
export interface Party {
  readonly missed: readonly Missed[];
  /** A live person hears and acts in real time, whatever the speed of other calls. */
  readonly live: boolean;
  hear(line: HeardLine): void;
  /** For those who watch. */
  news?(news: News): void;
  /** They have hung up, or it is the next thing they do and what they waited for has been said. */
  readonly hangsUpNow: () => boolean;
  /** They do something in the middle of the prompt: it ends there. */
  readonly interrupts: () => boolean;
  /** A wait has begun: from now on, prompts of the wait included, what they do counts. */
  expect(wait: Wait): void;
  /** What they do now, `undefined` for nothing. `goingOn`: they have done something in this wait before. */
  take(wait: Wait, goingOn: boolean): Move | undefined;
  /**
   * What they do now while the app leaves them to themselves or to others, or the seconds for which they do nothing.
   * `now`: seconds of call time. A live one has no plans: see `take`.
   */
  attend?(now: number, inCompany: boolean): Move | number;
  /** Seconds for which they still wait as their script says; what comes after has its turn when they are over. */
  waitsFor?(now: number): number | undefined;
  /** Notes keys that nobody was listening to any more. */
  wasted(keys: string): void;
  /** Actions of a script not reached. */
  unused(): number;
}

const speakingRate = 2.5;

/** The words that are said within so many seconds. */
export function saidWithin(seconds: number, text: string): string {
  return text
    .split(/\s+/)
    .slice(0, Math.floor(seconds * speakingRate))
    .join(' ');
}

/** Seconds that it takes to say a text: 150 words a minute, never under half a second. */
export function secondsToSay(text: string): number {
  const words = text.trim() === '' ? 0 : text.trim().split(/\s+/).length;
  return Math.max(0.5, words / speakingRate);
}

/** Half a second a key; `w` waits as long, `W` twice. */
export function secondsOfTones(keys: string): number {
  return (keys.length + keys.split('W').length - 1) / 2;
}
