import type { ASTNode } from '@marcbachmann/cel-js';
import { didYouMean } from '../language/nearest.ts';
import { childrenOf, pathOf } from './ast.ts';

/** What a condition may name, and the words that each of it can be. */
export interface Names {
  readonly answers: readonly string[];
  /** The `do` steps. */
  readonly steps: readonly string[];
  /** By path, such as `answers.role`, `facts.caller` or `outcomes.promise.exit`. */
  readonly words: ReadonlyMap<string, readonly string[]>;
}

/**
 * What CEL's type checker cannot see: a comparison with a word that something can never be, `has()` of something
 * that does not exist, and regular expressions, whose cost has no bound.
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

function mistakeIn(ast: ASTNode, { answers, steps, words }: Names): string | null {
  if (ast.op === 'rcall' && ast.args[0] === 'matches')
    return 'regular expressions are not used in conditions.';
  if (ast.op === 'call' && ast.args[0] === 'has') return notThere(ast.args[1][0], answers, steps);
  if (ast.op === '==' || ast.op === '!=') {
    const [left, right] = ast.args;
    return neverThat(left, right, words) ?? neverThat(right, left, words);
  }
  if (ast.op === 'in') {
    const [left, right] = ast.args;
    const items = right.op === 'list' ? right.args : [];
    return items.map((item) => neverThat(left, item, words)).find((mistake) => mistake !== null) ?? null;
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

function neverThat(
  field: ASTNode,
  literal: ASTNode,
  words: ReadonlyMap<string, readonly string[]>,
): string | null {
  const path = pathOf(field);
  if (path === null || literal.op !== 'value' || typeof literal.args !== 'string') return null;
  const known = words.get(path.join('.')) ?? [];
  if (known.length === 0 || known.includes(literal.args)) return null;
  const hint = didYouMean(literal.args, known);
  const [object, name = ''] = path;
  if (object === 'answers') return `"${literal.args}" is not a choice of "${name}".${hint}`;
  return `${path.join('.')} is never "${literal.args}".${hint}`;
}
