import { Environment } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';
import type { ValueType } from '../../kernel/capability.ts';
import type { LinkedAnswer } from '../language/answers/answer.ts';
import type { LinkedCondition } from '../language/flow.ts';
import { didYouMean } from '../language/nearest.ts';
import { foresee, readsOf, wordsOf } from './foresee.ts';
import { findMistakes } from './mistakes.ts';

export type CompiledCondition =
  | { readonly ok: true; readonly condition: LinkedCondition }
  | { readonly ok: false; readonly message: string };

export type ConditionCompiler = (text: string) => CompiledCondition;

/** What conditions can ask about. */
export interface ConditionScope {
  readonly answers: Iterable<LinkedAnswer>;
  /** What each `do` step can be answered, and the results of it. */
  readonly outcomes: ReadonlyMap<string, OutcomeScope>;
  readonly languages: readonly string[];
}

export interface OutcomeScope {
  readonly exits: readonly string[];
  readonly returns: Readonly<Record<string, ValueType>>;
}

/** Conditions are short and have no loops worth the name: enough for any sentence that a person can read. */
const budget = { maxAstNodes: 64, maxDepth: 12, maxListElements: 16, maxMapEntries: 0, maxCallArguments: 4 };

/**
 * Makes the compiler for a flow's conditions: CEL (https://cel.dev) over `answers.<name>`, `facts.open`,
 * `facts.caller`, `facts.language`, `facts.call_centre` and `outcomes.<step>.exit` with the step's results, type-checked when the flow
 * loads. Names with `-` are written `outcomes["look-up"].exit`.
 *
 * @example compile("answers.safe == true && facts.open")
 */
export function createConditions(scope: ConditionScope): ConditionCompiler {
  const answers = [...scope.answers];
  const environment = new Environment({ limits: budget })
    .registerVariable({
      name: 'answers',
      schema: Object.fromEntries(answers.map((a) => [a.name, a.celType])),
    })
    .registerVariable({ name: 'facts', schema: factTypes })
    .registerVariable({ name: 'outcomes', schema: outcomeTypes(scope) });
  const names = answers.map(({ name }) => name);
  const words = wordsIn(scope, answers);
  return (text) => {
    const checked = environment.check(text);
    if (!checked.valid) return { ok: false, message: explain(checked.error?.summary ?? '', names) };
    if (checked.type !== 'bool')
      return { ok: false, message: `it gives ${checked.type}, not true or false.` };
    const expression = environment.parse(text);
    const mistake = findMistakes(expression.ast, {
      answers: names,
      steps: [...scope.outcomes.keys()],
      words,
    });
    if (mistake !== null) return { ok: false, message: mistake };
    const { ast } = expression;
    return {
      ok: true,
      condition: {
        test: evaluate(expression),
        reads: readsOf(ast),
        words: wordsOf(ast),
        foresee: (known) => foresee(ast, known),
      },
    };
  };
}

/** Everything that can be one of a few words only. */
function wordsIn(
  { outcomes, languages }: ConditionScope,
  answers: readonly LinkedAnswer[],
): Map<string, readonly string[]> {
  return new Map([
    ...answers.map(({ name, choices }) => [`answers.${name}`, choices] as const),
    ...[...outcomes].map(([step, { exits }]) => [`outcomes.${step}.exit`, exits] as const),
    ['facts.caller', ['known', 'foreign', 'withheld']],
    ['facts.language', languages],
  ]);
}

const factTypes = { open: 'bool', caller: 'string', language: 'string', call_centre: 'bool' } as const;

/** The library's words for the two mistakes that authors make, in words for authors. */
function explain(summary: string, names: readonly string[]): string {
  const unknown = /^No such key: (.+)$/.exec(summary)?.[1];
  if (unknown !== undefined) return `nothing is called "${unknown}" here.${didYouMean(unknown, names)}`;
  const misfit = /^no such overload: (.+)$/.exec(summary)?.[1];
  if (misfit !== undefined) return `these do not fit together: ${misfit}.`;
  return summary === '' ? 'it is not valid CEL.' : `${summary.replace(/\.$/, '')}.`;
}

function celTypeOf(type: ValueType): 'bool' | 'double' | 'string' {
  if (type === 'yes_no') return 'bool';
  return type === 'amount' ? 'double' : 'string';
}

function outcomeTypes(scope: ConditionScope): Record<string, Record<string, 'bool' | 'double' | 'string'>> {
  const types: Record<string, Record<string, 'bool' | 'double' | 'string'>> = {};
  for (const [step, { returns }] of scope.outcomes) {
    const results = Object.entries(returns).filter(([, type]) => type !== 'recording');
    types[step] = {
      ...Object.fromEntries(results.map(([name, type]) => [name, celTypeOf(type)])),
      exit: 'string',
    };
  }
  return types;
}

function evaluate(expression: ParseResult): LinkedCondition['test'] {
  return (session, facts) => {
    const outcomes: Record<string, unknown> = {};
    for (const [step, { exit, values }] of Object.entries(session.outcomes))
      outcomes[step] = { ...values, exit };
    const { open, caller, callCentre } = facts;
    try {
      return (
        expression({
          answers: session.answers,
          facts: { open, caller, language: session.language, call_centre: callCentre !== null },
          outcomes,
        }) === true
      );
    } catch {
      // CEL's own rule for a missing key is an error; for a caller it means "we do not know", which is not a yes.
      return false;
    }
  };
}
