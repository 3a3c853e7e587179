import type { Conferences } from '../conference/conferences.ts';
import type { AccountNumbers } from '../numbers.ts';
import type { NewRecording } from '../recordings.ts';
import type { Call } from './call.ts';
import type { CommonTime } from './common-time.ts';
import { dialLeg, type DialledLeg, type DialTarget, type LegDeps } from './dialled-leg.ts';
import { holdRecording, type HeldRecording } from './held-recording.ts';
import type { Queues } from './queues.ts';
import type { AsideRunner } from './running.ts';

/** What connects legs with one another: what verbs turn to that concern more than their own call. */
export interface Exchange {
  readonly speed: number;
  readonly numbers: Pick<AccountNumbers, 'byNumber'>;
  readonly queues: Queues;
  readonly conferences: Conferences;
  /** The time of all who wait for somebody they do not know yet, in a queue or a conference. */
  readonly time: CommonTime;
  readonly runAside: AsideRunner;
  dial(parent: Call, target: DialTarget, onAnswer: (leg: DialledLeg) => void): DialledLeg;
  record(call: Call, about: Pick<NewRecording, 'source' | 'channels' | 'track'>): HeldRecording;
}

export type ExchangeDeps = LegDeps & Pick<Exchange, 'numbers' | 'queues' | 'conferences' | 'time'>;

export function createExchange(deps: ExchangeDeps): Exchange {
  const { speed, numbers, queues, conferences, time, runAside } = deps;
  return {
    speed,
    numbers,
    queues,
    conferences,
    time,
    runAside,
    dial: (parent, target, onAnswer) => dialLeg(parent, target, onAnswer, deps),
    record: (call, about) => holdRecording(call, about, deps),
  };
}
