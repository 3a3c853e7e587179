import { Environment } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';
import type { ValueType } from '../../kernel/capability.ts';
import type { Session } from '../engine/session.ts';
import type { LinkedAnswer } from '../language/answers/answer.ts';
import type { Facts } from '../language/flow.ts';
import { didYouMean } from '../language/nearest.ts';
import { findMistakes } from './mistakes.ts';

/** A compiled condition. It never throws: one that asks about something not yet answered is false. */
export type Condition = (session: Session, facts: Facts) => boolean;

export type CompiledCondition =
  { readonly ok: true; readonly test: Condition } | { readonly ok: false; readonly message: string };

/** What conditions can ask about. */
export interface ConditionScope {
  readonly answers: Iterable<LinkedAnswer>;
  /** Results of each `do` step, by name. */
  readonly outcomes: ReadonlyMap<string, Readonly<Record<string, ValueType>>>;
}

/** Conditions are short and have no loops worth the name: enough for any sentence that a person can read. */
const budget = { maxAstNodes: 64, maxDepth: 12, maxListElements: 16, maxMapEntries: 0, maxCallArguments: 4 };

/**
 * Makes the compiler for a flow's conditions: CEL (https://cel.dev) over `answers.<name>`, `facts.open`,
 * `facts.caller`, `facts.language` and `outcomes.<step>.exit` with the step's results, type-checked when the flow
 * loads. Names with `-` are written `outcomes["look-up"].exit`.
 *
 * @example compile("answers.safe == true && facts.open")
 */
export function createConditions(scope: ConditionScope): (text: string) => CompiledCondition {
  const answers = [...scope.answers];
  const environment = new Environment({ limits: budget })
    .registerVariable({
      name: 'answers',
      schema: Object.fromEntries(answers.map((a) => [a.name, a.celType])),
    })
    .registerVariable({ name: 'facts', schema: { open: 'bool', caller: 'string', language: 'string' } })
    .registerVariable({ name: 'outcomes', schema: outcomeTypes(scope) });
  const names = answers.map(({ name }) => name);
  return (text) => {
    const checked = environment.check(text);
    if (!checked.valid) return { ok: false, message: explain(checked.error?.summary ?? '', names) };
    if (checked.type !== 'bool')
      return { ok: false, message: `it gives ${checked.type}, not true or false.` };
    const expression = environment.parse(text);
    const mistake = findMistakes(expression.ast, new Map(answers.map((a) => [a.name, a.choices])));
    return mistake === null ? { ok: true, test: evaluate(expression) } : { ok: false, message: mistake };
  };
}

/** The library's words for the two mistakes that authors make, in words for authors. */
function explain(summary: string, names: readonly string[]): string {
  const unknown = /^No such key: (.+)$/.exec(summary)?.[1];
  if (unknown !== undefined) return `nothing is called "${unknown}" here.${didYouMean(unknown, names)}`;
  const misfit = /^no such overload: (.+)$/.exec(summary)?.[1];
  if (misfit !== undefined) return `these do not fit together: ${misfit}.`;
  return summary === '' ? 'it is not valid CEL.' : `${summary.replace(/\.$/, '')}.`;
}

function outcomeTypes(scope: ConditionScope): Record<string, Record<string, 'bool' | 'string'>> {
  const types: Record<string, Record<string, 'bool' | 'string'>> = {};
  for (const [step, returns] of scope.outcomes) {
    const results = Object.entries(returns).filter(([, type]) => type !== 'recording');
    types[step] = {
      ...Object.fromEntries(results.map(([name, type]) => [name, type === 'yes_no' ? 'bool' : 'string'])),
      exit: 'string',
    };
  }
  return types;
}

function evaluate(expression: ParseResult): Condition {
  return (session, facts) => {
    const outcomes: Record<string, unknown> = {};
    for (const [step, { exit, values }] of Object.entries(session.outcomes))
      outcomes[step] = { ...values, exit };
    const { open, caller } = facts;
    try {
      return (
        expression({
          answers: session.answers,
          facts: { open, caller, language: session.language },
          outcomes,
        }) === true
      );
    } catch {
      // CEL's own rule for a missing key is an error; for a caller it means "we do not know", which is not a yes.
      return false;
    }
  };
}
