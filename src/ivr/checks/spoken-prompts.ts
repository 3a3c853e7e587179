import type { LinkedFlow, PromptUse } from '../language/flow.ts';
import { promptsOf, stepsOf } from './check.ts';

/** The prompts that the steps speak, each once; `default.silence` and its like count once for the whole flow. */
export function spokenPrompts(flow: LinkedFlow): PromptUse[] {
  const uses = new Map<string, PromptUse>();
  for (const use of stepsOf(flow).flatMap(promptsOf)) {
    const name = flow.languages.every((language) => isWritten(flow, language, use))
      ? use.prompt
      : (use.otherwise ?? use.prompt);
    if (!uses.has(name)) uses.set(name, use);
  }
  return [...uses.values()];
}

export function isWritten(flow: LinkedFlow, language: string, { prompt, otherwise }: PromptUse): boolean {
  const texts = flow.prompts.get(language)?.texts;
  return texts !== undefined && (texts.has(prompt) || (otherwise !== undefined && texts.has(otherwise)));
}

/** How to name a prompt that can be written in two places. */
export const nameOf = ({ prompt, otherwise }: PromptUse): string =>
  otherwise === undefined ? `"${prompt}"` : `"${prompt}" or "${otherwise}"`;
