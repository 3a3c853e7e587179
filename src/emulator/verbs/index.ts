import { dial } from './dial/dial.ts';
import { nouns } from './dial/grammar.ts';
import { enqueue } from './enqueue.ts';
import { gather } from './gather.ts';
import { hangup } from './hangup.ts';
import { leave } from './leave.ts';
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
  [dial, enqueue, gather, hangup, leave, pause, play, record, redirect, reject, say].map((verb) => [
    verb.name,
    verb,
  ]),
);

/** Everything that may stand in a document: verbs, what stands inside `<Dial>`, and the markup of spoken words. */
export const grammars: ReadonlyMap<string, Grammar> = new Map<string, Grammar>([
  ...verbs,
  ...[...nouns, ...ssml].map((grammar): [string, Grammar] => [grammar.name, grammar]),
]);

/** Verbs of Twilio's that a call must not meet here: it fails rather than pretend. */
export const notSimulated: ReadonlySet<string> = new Set([
  'Connect',
  'Echo',
  'Message',
  'Pay',
  'Prompt',
  'Refer',
  'Sms',
  'Start',
  'Stop',
]);
