import type { HttpMethod } from '../options.ts';
import type { AnsweredBy } from '../script.ts';
import type { Callee } from './callee.ts';

/** How to find out whether a person or a machine has answered. Source: Twilio, "Answering Machine Detection". */
export interface MachineDetection {
  /** `DetectMessageEnd` waits for the end of a machine's greeting. */
  readonly mode: 'Enable' | 'DetectMessageEnd';
  /** Seconds. */
  readonly timeout: number;
  /** Milliseconds of speech that only a machine is thought to say. */
  readonly speechThreshold: number;
  /** Milliseconds of silence that end a greeting. */
  readonly speechEndThreshold: number;
  /** Milliseconds of silence after the answer that give no verdict. */
  readonly silenceTimeout: number;
  /** The call does not wait for the verdict. */
  readonly async: boolean;
  /** Where an asynchronous verdict goes. */
  readonly callback?: { readonly url: string; readonly method: HttpMethod };
}

export interface Verdict {
  readonly answeredBy: AnsweredBy;
  /** From the answer to the verdict. */
  readonly milliseconds: number;
}

const hello = 600;
const faxTone = 1000;
const defaultGreeting = 8;

function truthOf(callee: Callee): AnsweredBy {
  if (callee.kind === 'voicemail') return callee.answeredBy ?? 'machine_end_beep';
  return (callee.kind === 'answers' ? callee.answeredBy : undefined) ?? 'human';
}

function greetingOf(callee: Callee): number {
  const seconds = callee.kind === 'voicemail' ? callee.greetingSeconds : undefined;
  return (seconds ?? defaultGreeting) * 1000;
}

/** The verdict, in the words that the mode has, and when it is given. */
export function verdictOn(callee: Callee, detection: MachineDetection): Verdict {
  const truth = truthOf(callee);
  const { mode, speechThreshold, speechEndThreshold, silenceTimeout } = detection;
  const limit = detection.timeout * 1000;
  const inTime = (answeredBy: AnsweredBy, milliseconds: number, late: AnsweredBy): Verdict =>
    milliseconds > limit ? { answeredBy: late, milliseconds: limit } : { answeredBy, milliseconds };
  if (truth === 'human') return inTime(truth, hello + speechEndThreshold, 'unknown');
  if (truth === 'fax') return inTime(truth, faxTone, 'unknown');
  if (truth === 'unknown') return inTime(truth, silenceTimeout, 'unknown');
  if (mode === 'Enable') return inTime('machine_start', speechThreshold, 'unknown');
  const ending = truth === 'machine_start' ? 'machine_end_other' : truth;
  const silence = ending === 'machine_end_silence' ? speechEndThreshold : 0;
  return inTime(ending, greetingOf(callee) + silence, 'machine_end_other');
}

/** Parameters that tell a verdict. */
export function verdictParameters({ answeredBy, milliseconds }: Verdict): Record<string, string> {
  return { AnsweredBy: answeredBy, MachineDetectionDuration: String(milliseconds) };
}
