import { setTimeout as delay } from 'node:timers/promises';
import type { CalleeBehaviour } from '../../src/emulator/index.ts';
import { details } from '../support/details.ts';
import { line } from '../support/hotline.ts';
import type { Random } from '../support/random.ts';
import type { Caller } from './caller.ts';
import type { Subject } from './subject.ts';

const areaCodes = [
  201, 212, 213, 214, 303, 305, 310, 312, 404, 415, 503, 512, 602, 617, 702, 713, 718, 206, 210, 215, 216,
  248, 281, 301, 313, 314, 317, 323, 336, 347, 360, 407, 408, 410, 412, 425, 469, 480, 501, 504, 505, 510,
  515, 516, 559,
];

/** Hands out each fictitious number once: 555-0100 to 555-0199 of every area. */
export function* fictitiousNumbers(): Generator<string, undefined> {
  for (const area of areaCodes) {
    for (let last = 0; last < 100; last += 1) yield `+1${area}55501${String(last).padStart(2, '0')}`;
  }
}

const talks: CalleeBehaviour = {
  kind: 'answers',
  script: [{ hears: 'press 1', press: '1' }, { talks: 20 }, { hangUp: true }],
};

/** What callers do when they are rung back. */
const answers: readonly [CalleeBehaviour, ...CalleeBehaviour[]] = [
  talks,
  talks,
  { kind: 'busy' },
  { kind: 'noAnswer' },
  { kind: 'voicemail' },
];

/** Calls at once on one subject, at most: one that is down must not be buried under those who wait. */
const mostAtOnce = 12;

export interface Calling {
  readonly numbers: Iterator<string, undefined>;
  readonly perSecond: number;
  readonly until: AbortSignal;
}

/** Steady calls to every subject, the same to each, until the signal. Resolves when the last caller has hung up. */
export async function keepCalling(
  subjects: readonly Subject[],
  random: Random,
  { numbers, perSecond, until }: Calling,
): Promise<void> {
  const lines = subjects.map((subject) => ({ subject, inProgress: new Set<Promise<void>>() }));
  while (!until.aborted) {
    const { value: number } = numbers.next();
    if (number === undefined) break;
    const answer = random.pick(answers);
    for (const { subject, inProgress } of lines) {
      if (inProgress.size >= mostAtOnce) continue;
      const call = placeCall(subject, number, answer);
      inProgress.add(call);
      void call.finally(() => inProgress.delete(call));
    }
    const pause = (1000 / perSecond) * (0.5 + random.next());
    await delay(pause, undefined, { signal: until }).catch(() => {});
  }
  await Promise.all(lines.flatMap(({ inProgress }) => [...inProgress]));
}

/** Somebody rings, leaves details, and hears when they will be rung back. */
export async function placeCall(
  { network, callers }: Subject,
  number: string,
  answer: CalleeBehaviour,
): Promise<void> {
  network.callees.set(number, answer);
  const { sid, done } = network.placeCall({ from: number, to: line, script: details() });
  const caller: Caller = { number, sid };
  callers.push(caller);
  const heard = heardPromise((await done).heard);
  if (heard !== undefined) Object.assign(caller, { heard, heardAt: performance.now() });
}

/** The case number of a promise in what was said, as digits: a case may also be kept without one. */
export function heardPromise(heard: readonly { readonly text: string }[]): string | undefined {
  const words = heard.map((line) => line.text).join(' ');
  return /officer .*will call you .*case number is ([\d ,-]+)/i.exec(words)?.[1]?.replaceAll(/\D/g, '');
}
