import { leadPrompt, MORE_TIME, REPEAT } from '../engine/waiting.ts';
import type { Part, PromptUse, Way } from '../language/flow.ts';
import type { Path } from '../language/source.ts';
import type { LinkedWaiting } from './kind.ts';

/** A part that does not wait; its prompts are spoken and the call goes on. */
export function passing(part: Pick<Part, 'ways'> & Partial<Part>): ReadonlyMap<string, Part> {
  return new Map([['', { ...plainPart, waits: false, ...part }]]);
}

/** A part that waits for the caller, with the ways that every waiting part has. */
export function waitingPart(
  { waiting, exit }: Pick<LinkedWaiting, 'waiting' | 'exit'>,
  part: Pick<Part, 'ways' | 'speaks'> & Partial<Part>,
): Part {
  const exhausted: Way = { by: { kind: 'exhausted', attempts: waiting.attempts }, ...exit };
  return { ...plainPart, waits: true, ...part, ways: [...part.ways, exhausted] };
}

const plainPart = {
  entrance: true,
  connects: false,
  speaks: [],
  asks: [],
  supposes: null,
} satisfies Partial<Part>;

/** The ways that `anywhere` keys lead from every part that takes single keys. */
export function anywhereWays(anywhere: ReadonlyMap<string, string>): Way[] {
  return [...anywhere]
    .filter(([, to]) => to !== REPEAT && to !== MORE_TIME)
    .map(([key, to]) => ({ by: { kind: 'key', key }, to, path: ['anywhere', key] }));
}

/** All that a waiting part may say for a prompt: itself, and its words before it is asked again. */
export function waitingPrompts(
  prompt: string,
  path: Path,
  anywhere: ReadonlyMap<string, string> = new Map(),
): PromptUse[] {
  const leads = [...anywhere.values()].includes(MORE_TIME)
    ? (['silence', 'wrong', 'more-time'] as const)
    : (['silence', 'wrong'] as const);
  return [{ prompt, path }, ...leads.map((lead) => ({ ...leadPrompt(prompt, lead), path }))];
}
