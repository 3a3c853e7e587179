import { gather } from './gather.ts';
import { hangup } from './hangup.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { record } from './record.ts';
import { redirect } from './redirect.ts';
import { reject } from './reject.ts';
import { say } from './say.ts';
import { ssml } from './ssml.ts';
import type { Grammar, Verb } from './verb.ts';

/** The verbs that this emulator runs. To add one: a file beside this one, and its name here. */
export const verbs: ReadonlyMap<string, Verb> = new Map(
  [gather, hangup, pause, play, record, redirect, reject, say].map((verb) => [verb.name, verb]),
);

/** The grammar of verbs, and of the elements that stand only inside them. */
export const grammars: ReadonlyMap<string, Grammar> = new Map<string, Grammar>([
  ...verbs,
  ...ssml.map((inner): [string, Grammar] => [inner.name, inner]),
]);

/** Verbs of Twilio's that a call must not meet here: it fails rather than pretend. */
export const notSimulated: ReadonlySet<string> = new Set([
  'Connect',
  'Dial',
  'Echo',
  'Enqueue',
  'Leave',
  'Message',
  'Pay',
  'Prompt',
  'Queue',
  'Refer',
  'Sms',
  'Start',
  'Stop',
]);
