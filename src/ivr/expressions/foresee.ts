import type { ASTNode } from '@marcbachmann/cel-js';
import type { Foreseen, Known } from '../language/flow.ts';
import { childrenOf, pathOf } from './ast.ts';

/** What an expression may come to: a value, something unknown, or an error because something is unset. */
type Outcome = { readonly value: unknown } | 'unknown' | 'error';

/**
 * Evaluates a condition where only some of the call is known, with the three values of CEL: a part that is false
 * settles an `&&`, one that is true an `||`, and what is not evaluated then is not asked for.
 */
export function foresee(ast: ASTNode, known: Known): Foreseen {
  const unset = new Set<string>();
  const outcome = evaluate(ast, known, unset);
  // As in a call: a condition that cannot be told is false.
  const result = outcome === 'unknown' ? 'either' : outcome !== 'error' && outcome.value === true;
  return { result, unset: [...unset] };
}

/** Every answer, outcome and fact that a condition names, whether it is asked for in the end or not. */
export function readsOf(ast: ASTNode): string[] {
  const reads = new Set<string>();
  const walk = (node: ASTNode): void => {
    const variable = variableOf(pathOf(node));
    if (variable !== null) reads.add(variable);
    else childrenOf(node.args).forEach(walk);
  };
  walk(ast);
  return [...reads];
}

/** Every word that a condition has in quotes. */
export function wordsOf(ast: ASTNode): string[] {
  if (ast.op === 'value') return typeof ast.args === 'string' ? [ast.args] : [];
  return childrenOf(ast.args).flatMap(wordsOf);
}

/** `answers.zip` is `zip`, `outcomes.promise.exit` and `outcomes.promise` are `outcomes.promise`, a fact is `facts.open`. */
function variableOf(path: readonly string[] | null): string | null {
  const [object, name] = path ?? [];
  if (name === undefined) return null;
  if (object === 'answers') return name;
  return object === 'outcomes' || object === 'facts' ? `${object}.${name}` : null;
}

function evaluate(ast: ASTNode, known: Known, unset: Set<string>): Outcome {
  const inner = (node: ASTNode): Outcome => evaluate(node, known, unset);
  if (ast.op === 'value') return { value: ast.args };
  if (ast.op === '&&' || ast.op === '||') return settle(ast.args, ast.op === '||', inner);
  if (ast.op === '==' || ast.op === '!=') {
    return compare(inner(ast.args[0]), inner(ast.args[1]), ast.op === '==');
  }
  if (ast.op === '!_') {
    const outcome = inner(ast.args);
    return typeof outcome === 'string' ? outcome : { value: outcome.value !== true };
  }
  if (ast.op === '.' || ast.op === '[]') return readField(ast, known, unset);
  if (ast.op === 'call' && ast.args[0] === 'has') return has(ast.args[1][0], known);
  const outcomes = childrenOf(ast.args).map(inner);
  return outcomes.includes('error') ? 'error' : 'unknown';
}

/** `&&` and `||`: the first part that has the settling value decides, whatever the other is. */
function settle(
  [left, right]: readonly [ASTNode, ASTNode],
  settling: boolean,
  inner: (node: ASTNode) => Outcome,
): Outcome {
  const first = inner(left);
  if (isValue(first, settling)) return first;
  const second = inner(right);
  if (isValue(second, settling)) return second;
  if (first === 'error' || second === 'error') return 'error';
  return first === 'unknown' || second === 'unknown' ? 'unknown' : { value: !settling };
}

const isValue = (outcome: Outcome, value: unknown): boolean =>
  typeof outcome !== 'string' && outcome.value === value;

function compare(left: Outcome, right: Outcome, equal: boolean): Outcome {
  if (left === 'error' || right === 'error') return 'error';
  if (left === 'unknown' || right === 'unknown') return 'unknown';
  return { value: (left.value === right.value) === equal };
}

/** `answers.zip`, `outcomes.promise.exit` or a fact; of an outcome only the exit is ever known. */
function readField(ast: ASTNode, known: Known, unset: Set<string>): Outcome {
  const path = pathOf(ast);
  const variable = variableOf(path);
  if (path === null || variable === null) return 'unknown';
  const knowledge = known(variable);
  if (knowledge === 'unset') {
    unset.add(variable);
    return 'error';
  }
  if (knowledge === 'any' || (path[0] === 'outcomes' && path[2] !== 'exit')) return 'unknown';
  return { value: knowledge.value };
}

function has(asked: ASTNode | undefined, known: Known): Outcome {
  const variable = variableOf(asked === undefined ? null : pathOf(asked));
  return variable === null ? 'unknown' : { value: known(variable) !== 'unset' };
}
