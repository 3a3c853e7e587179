import type { ASTNode } from '@marcbachmann/cel-js';
import { didYouMean } from '../language/nearest.ts';
import { childrenOf } from './ast.ts';

/** What a condition may name. */
export interface Names {
  readonly choices: ReadonlyMap<string, readonly string[]>;
  /** The `do` steps. */
  readonly steps: readonly string[];
}

/**
 * What CEL's type checker cannot see: a comparison with a word that is not among an answer's choices, which
 * would never be true, `has()` of something that does not exist, and regular expressions, whose cost has no bound.
 *
 * @returns the first mistake in words, or null
 */
export function findMistakes(ast: ASTNode, names: Names): string | null {
  const mistake = mistakeIn(ast, names);
  if (mistake !== null) return mistake;
  for (const child of childrenOf(ast.args)) {
    const deeper = findMistakes(child, names);
    if (deeper !== null) return deeper;
  }
  return null;
}

function mistakeIn(ast: ASTNode, { choices, steps }: Names): string | null {
  if (ast.op === 'rcall' && ast.args[0] === 'matches')
    return 'regular expressions are not used in conditions.';
  if (ast.op === 'call' && ast.args[0] === 'has') return notThere(ast.args[1][0], [...choices.keys()], steps);
  if (ast.op === '==' || ast.op === '!=') {
    const [left, right] = ast.args;
    return notAChoice(left, right, choices) ?? notAChoice(right, left, choices);
  }
  if (ast.op === 'in') {
    const [left, right] = ast.args;
    const items = right.op === 'list' ? right.args : [];
    return items.map((item) => notAChoice(left, item, choices)).find((mistake) => mistake !== null) ?? null;
  }
  return null;
}

function notThere(
  asked: ASTNode | undefined,
  answers: readonly string[],
  steps: readonly string[],
): string | null {
  if (asked?.op !== '.') return '"has" asks about answers.<name> or outcomes.<step>.';
  const [object, name] = asked.args;
  if (object.op !== 'id') return null;
  const known = object.args === 'answers' ? answers : object.args === 'outcomes' ? steps : null;
  if (known === null || known.includes(name)) return null;
  return `nothing is called "${name}" here.${didYouMean(name, known)}`;
}

function notAChoice(
  field: ASTNode,
  literal: ASTNode,
  choices: ReadonlyMap<string, readonly string[]>,
): string | null {
  if (field.op !== '.' || literal.op !== 'value' || typeof literal.args !== 'string') return null;
  const [object, name] = field.args;
  if (object.op !== 'id' || object.args !== 'answers') return null;
  const known = choices.get(name) ?? [];
  if (known.length === 0 || known.includes(literal.args)) return null;
  return `"${literal.args}" is not a choice of "${name}".${didYouMean(literal.args, known)}`;
}
