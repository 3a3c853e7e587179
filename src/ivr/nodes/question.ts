import { z } from 'zod';
import type { PlainValue, Value } from '../../kernel/capability.ts';
import type { LinkedAnswer } from '../language/answers/answer.ts';
import type { Move, Part, Run } from '../language/flow.ts';
import type { Path } from '../language/source.ts';
import { promptName, stepName, telephoneKey, waitingFields } from './kind.ts';
import type { LinkedWaiting, Linker } from './kind.ts';
import { anywhereWays, waitingPart, waitingPrompts } from './parts.ts';

/** How an `ask` step is written, whatever it asks for. */
export const askSchema = z.strictObject({
  ask: z.string().describe('Which answer it asks for'),
  prompt: promptName.optional().describe("The prompt; the answer's name if not given"),
  keys: z
    .record(telephoneKey, z.string())
    .optional()
    .describe('The key of each choice; of yes and no, if not 1 and 2'),
  offer: z.literal('caller').optional().describe('Offer the number that the call comes from'),
  confirm: z.literal(true).optional().describe('Read the answer back before it counts: `<prompt>.confirm`'),
  speech: z.literal(true).optional().describe('Digits may be spoken too; never for sensitive answers'),
  skip: stepName.optional().describe('Where "#" alone, or no key at all, leads'),
  next: stepName.describe('The step that follows'),
  ...waitingFields,
});

export type AskSource = z.output<typeof askSchema>;

/** How the question waits: its prompt, its time-out, its attempts. */
export function waitingOf(source: AskSource, linker: Linker, timeout: number): LinkedWaiting {
  return linker.waiting(source, { prompt: source.prompt ?? source.ask, timeout });
}

/** What every question is as a step. */
export const shapeOf = (linker: Linker) =>
  ({ name: linker.step, kind: 'ask', within: linker.within, ends: false, calls: null }) as const;

/** Where the question's prompt is named. */
export const promptPath = (source: AskSource, linker: Linker): Path =>
  linker.path(source.prompt === undefined ? 'ask' : 'prompt');

/** The part that reads an answer back: 1 accepts the value, 2 asks again. */
export function readBackPart(
  source: AskSource,
  linker: Linker,
  linked: LinkedWaiting,
  { name, value }: { readonly name: string; readonly value: PlainValue | null },
): Part {
  return waitingPart(linked, {
    entrance: false,
    speaks: waitingPrompts(`${linked.waiting.prompt}.confirm`, linker.path('confirm'), linker.anywhere),
    supposes: name,
    ways: [
      { by: { kind: 'key', key: '1' }, to: source.next, sets: { [name]: value }, path: linker.path('next') },
      { by: { kind: 'key', key: '2' }, to: linker.step, part: '', path: null },
      ...anywhereWays(linker.anywhere),
    ],
  });
}

/** Refuses the fields of `ask` that mean nothing for this kind of answer. */
export function refuseFields(
  source: AskSource,
  linker: Linker,
  fields: readonly ('keys' | 'offer' | 'skip' | 'confirm' | 'speech')[],
  answer: LinkedAnswer,
  why: string,
): void {
  for (const field of fields) {
    if (source[field] === undefined) continue;
    const message = `"${field}" does not fit here: "${answer.name}" ${why}.`;
    linker.problem(linker.path(field), 'unknown-field', message);
  }
}

/** Takes an answer down and goes on. */
export function accept({ session, events }: Run, source: AskSource, value: Value): Move {
  session.answers[source.ask] = value;
  events.push({ kind: 'answered', step: session.step, name: source.ask });
  return { kind: 'go', to: source.next };
}
