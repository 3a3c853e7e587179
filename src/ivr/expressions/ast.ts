import type { ASTNode } from '@marcbachmann/cel-js';

/** The parts of an expression that are expressions themselves, from the arguments of its node. */
export function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return isNode(args) ? [args] : [];
}

/** `outcomes.promise.exit` and `outcomes["promise"].exit` as three names; null for anything else. */
export function pathOf(ast: ASTNode): string[] | null {
  if (ast.op === 'id') return [ast.args];
  if (ast.op !== '.' && ast.op !== '[]') return null;
  const [object, field] = ast.args;
  const before = pathOf(object);
  const name = typeof field === 'string' ? field : field.op === 'value' ? String(field.args) : null;
  return before === null || name === null ? null : [...before, name];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
