import type { Value, ValueType } from '../../../src/kernel/capability.ts';
import { newSession } from '../../../src/ivr/engine/read-session.ts';
import type { Session } from '../../../src/ivr/engine/session.ts';
import type { LinkedFlow } from '../../../src/ivr/language/flow.ts';
import type { PromptBook } from '../../../src/ivr/language/prompts.ts';

/** What stands in for a value of each type. */
const typical: Readonly<Record<ValueType, Value>> = {
  text: 'Los Angeles',
  choice: '',
  yes_no: true,
  phone: '+12025550123',
  zip: '90012',
  digits: '4809',
  identifier: '001234567',
  amount: 3,
  recording: { recording: 'RE-example', seconds: 10 },
  date: '2026-03-02',
};

/** Texts that are no place: by the result's name. */
const typicalTexts: Readonly<Record<string, string>> = { case_number: 'H L, 2 6, 4 8 0, 9 1 7, 7' };

/** A call in which everything is set that a prompt may say, each choice to the one with the most words. */
export function sessionWithEverything(flow: LinkedFlow, book: PromptBook): Session {
  const valueOf = (name: string, type: ValueType): Value => {
    if (type === 'choice') return wordiest(book, name);
    return type === 'text' ? (typicalTexts[name] ?? typical.text) : typical[type];
  };
  const session = newSession(flow);
  for (const { name, valueType } of flow.collects.values()) session.answers[name] = valueOf(name, valueType);
  for (const { name, calls } of flow.steps.values()) {
    const returns = Object.entries((calls && flow.capabilities.get(calls.capability)?.returns) ?? {});
    const values = Object.fromEntries(returns.map(([result, type]) => [result, valueOf(result, type)]));
    session.outcomes[name] = { exit: 'example', values };
  }
  return session;
}

function wordiest({ choices }: PromptBook, table: string): string {
  const words = [...(choices.get(table) ?? [])];
  const [first] = words.toSorted(([, a], [, b]) => b.split(' ').length - a.split(' ').length);
  return first?.[0] ?? '';
}
