import type { LiveParty } from '../call/callee.ts';
import { secondsToSay, type Move, type News, type Wait } from '../call/party.ts';
import type { HeardLine } from '../report.ts';
import type { PhoneEvent } from './events.ts';

/** What somebody has done and the call has not taken notice of yet. */
type Act =
  | { readonly does: 'keys'; readonly keys: string }
  | { readonly does: 'words'; readonly words: string }
  | { readonly does: 'talk'; readonly seconds: number };

/** A phone in somebody's hand: what they do with it, and the party that the call sees. */
export interface LivePhone {
  readonly party: LiveParty;
  press(keys: string): void;
  say(words: string): void;
  /** Talks for so many seconds into a recording; false when nothing is being recorded. */
  talk(seconds: number): boolean;
  hangUp(): void;
  answer(): void;
}

export interface LivePhoneDeps {
  readonly tell: (event: PhoneEvent) => void;
  /** Makes the call look at what has been done. */
  readonly wake: () => void;
  readonly from: string;
  readonly to: string;
}

/** More than a person can do between two moments of a call. */
const mostActs = 1000;

function heardEvent({ kind, text, language, voice }: HeardLine): PhoneEvent | undefined {
  if (kind === 'pause') return undefined;
  if (kind === 'beep' || kind === 'tones') return { event: 'tone', data: { keys: text } };
  return { event: 'heard', data: { kind, text, language, ...(voice !== undefined && { voice }) } };
}

function waitEvent(wait: Wait): PhoneEvent {
  const { seconds } = wait;
  if (wait.for === 'recording') return { event: 'waits', data: { for: ['recording'], seconds } };
  const keys = wait.entry === undefined ? [] : ['keys' as const];
  const speech = wait.speech === undefined ? [] : ['speech' as const];
  return { event: 'waits', data: { for: [...keys, ...speech], seconds } };
}

/** A party that is moved by hand. Keys that come before the app listens are lost, as on a real line. */
export function createLivePhone({ tell, wake, from, to }: LivePhoneDeps): LivePhone {
  const acts: Act[] = [];
  let decision: 'answers' | 'declines' | undefined;
  let hungUp = false;
  let recording = false;

  const act = (one: Act): void => {
    if (acts.length < mostActs) acts.push(one);
    wake();
  };

  const moveOf = (one: Act, wait: Wait): Move => {
    if (one.does === 'keys') return { ...one, seconds: 0 };
    if (one.does === 'talk') return one;
    // Words for the app have been said when they arrive; a recording, or others, listen to all of them.
    return { ...one, seconds: wait.for === 'recording' ? secondsToSay(one.words) : 0 };
  };

  const party: LiveParty = {
    missed: [],
    live: true,
    decision: () => decision,
    hear(line) {
      const event = heardEvent(line);
      if (event !== undefined) tell(event);
    },
    news(news: News) {
      if (news.event === 'ringing') tell({ event: 'ringing', data: { from, to } });
      if (news.event === 'answered') tell({ event: 'answered', data: {} });
      if (news.event === 'warning')
        tell({ event: 'error', data: { code: news.code, message: news.message } });
      if (news.event === 'ended') tell({ event: 'ended', data: { reason: news.by, status: news.status } });
    },
    hangsUpNow: () => hungUp,
    interrupts: () => acts.length > 0,
    expect(wait) {
      acts.length = 0;
      recording = wait.for === 'recording';
      tell(waitEvent(wait));
    },
    take(wait) {
      if (hungUp) return { does: 'hangUp', seconds: 0 };
      const next = acts.shift();
      return next === undefined ? undefined : moveOf(next, wait);
    },
    wasted: () => undefined,
    unused: () => 0,
  };

  return {
    party,
    press(keys) {
      tell({ event: 'pressed', data: { keys } });
      for (const key of keys) act({ does: 'keys', keys: key });
    },
    say(words) {
      tell({ event: 'said', data: { words } });
      act({ does: 'words', words });
    },
    talk(seconds) {
      if (!recording) return false;
      tell({ event: 'talked', data: { seconds } });
      act({ does: 'talk', seconds });
      return true;
    },
    hangUp() {
      hungUp = true;
      decision ??= 'declines';
      wake();
    },
    answer() {
      decision ??= 'answers';
      wake();
    },
  };
}
