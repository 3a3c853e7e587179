import type { ASTNode } from '@marcbachmann/cel-js';
import { didYouMean } from '../language/nearest.ts';

/**
 * What CEL's type checker cannot see: a comparison with a word that is not among an answer's choices, which
 * would never be true, and regular expressions, whose cost has no bound.
 *
 * @returns the first mistake in words, or null
 */
export function findMistakes(ast: ASTNode, choices: ReadonlyMap<string, readonly string[]>): string | null {
  const mistake = mistakeIn(ast, choices);
  if (mistake !== null) return mistake;
  for (const child of childrenOf(ast.args)) {
    const deeper = findMistakes(child, choices);
    if (deeper !== null) return deeper;
  }
  return null;
}

function mistakeIn(ast: ASTNode, choices: ReadonlyMap<string, readonly string[]>): string | null {
  if (ast.op === 'rcall' && ast.args[0] === 'matches')
    return 'regular expressions are not used in conditions.';
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

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return isNode(args) ? [args] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
