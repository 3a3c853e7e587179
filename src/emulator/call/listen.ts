import type { Line } from '../verbs/verb.ts';
import type { Entry } from './entry.ts';
import { saidWithin, type Wait } from './party.ts';

type InputWait = Extract<Wait, { for: 'input' }>;
type RecordingWait = Extract<Wait, { for: 'recording' }>;

/** What came of a wait for keys or speech. */
export type Input =
  | { readonly came: 'keys'; readonly entry: Entry }
  | { readonly came: 'words'; readonly words: string }
  | { readonly came: 'nothing' | 'hangUp' };

/** Waits for keys or speech, whichever comes first, and lets the time pass that it takes. */
export async function listen(line: Line, wait: InputWait): Promise<Input> {
  const { party } = line.call;
  let keys = '';
  let goingOn = false;
  const outcome = (): Input => {
    const entry = wait.entry?.(keys);
    return entry === undefined || entry.digits === '' ? { came: 'nothing' } : { came: 'keys', entry };
  };
  while (!line.over()) {
    const move = party.take(wait, goingOn);
    if (move === undefined) {
      if (!(await line.pass(wait.seconds, party.interrupts))) return outcome();
      continue;
    }
    goingOn = true;
    if (move.does === 'hangUp') return { came: 'hangUp' };
    if (move.does === 'keys' && wait.entry !== undefined) {
      await line.pass(move.seconds);
      keys += move.keys;
      if (wait.entry(keys).complete) return outcome();
    }
    if (move.does === 'words' && wait.speech !== undefined && keys === '') {
      const { longest, stillness } = wait.speech;
      if (move.seconds > longest) {
        await line.pass(longest);
        return { came: 'words', words: saidWithin(longest, move.words) };
      }
      await line.pass(move.seconds + stillness);
      return { came: 'words', words: move.words };
    }
  }
  return { came: 'nothing' };
}

/** How a recording ended. `stopped`: REST took the call elsewhere. */
export type RecordingEnd =
  { readonly by: 'key'; readonly key: string } | { readonly by: 'hangUp' | 'silence' | 'stopped' };

/** Seconds of talk, seconds of silence after it, and the end. */
export interface Talk {
  readonly talked: number;
  readonly still: number;
  readonly end: RecordingEnd;
}

/** Lets the person talk until they press a finish key, hang up, fall silent or have said enough. */
export async function listenWhileRecording(line: Line, wait: RecordingWait): Promise<Talk> {
  const { call } = line;
  const { party } = call;
  let talked = 0;
  let goingOn = false;
  const ends = (end: RecordingEnd, still = 0): Talk => ({ talked, still, end });
  const timed = async (seconds: number): Promise<boolean> => {
    const begun = call.elapsed;
    const cut = await line.pass(seconds, party.interrupts);
    if (cut) talked += call.elapsed - begun;
    return cut;
  };
  for (;;) {
    const left = wait.longest - talked;
    const move = party.take(wait, goingOn);
    if (move?.does === 'hangUp') return ends({ by: 'hangUp' });
    if (move === undefined || left <= 0) {
      const still = wait.seconds === 0 ? left : Math.min(wait.seconds, left);
      if (!(await timed(still))) return ends({ by: 'silence' }, still);
    } else if (move.does === 'keys') {
      const key = move.keys.split('').find((one) => wait.finishKeys.includes(one));
      if (key !== undefined) return ends({ by: 'key', key });
    } else {
      const seconds = Math.min(move.seconds, left);
      if (!(await timed(seconds))) talked += seconds;
    }
    if (call.interruption !== undefined) return ends({ by: 'stopped' });
    goingOn = true;
  }
}
