/** @typedef {'types' | 'lint' | 'format' | 'boundaries' | 'size'} Gate */
/** @typedef {'unit' | 'flows' | 'contract' | 'guards' | 'integration'} Project */

/** @type {readonly Gate[]} */
export const gates = ['types', 'lint', 'format', 'boundaries', 'size'];
/** @type {readonly Project[]} */
export const projects = ['unit', 'flows', 'contract', 'guards', 'integration'];

/**
 * What `npm test -- …` asks for: names of gates and projects first, then whatever vitest understands (parts
 * of paths, flags). No names = everything; only words for vitest = every project, no gate.
 *
 * @param {readonly string[]} args
 * @returns {{ gates: readonly Gate[], projects: readonly Project[], filters: readonly string[] }}
 *
 * @example
 * select(['integration', 'callbacks']); // { gates: [], projects: ['integration'], filters: ['callbacks'] }
 */
export function select(args) {
  const known = /** @type {readonly string[]} */ ([...gates, ...projects]);
  const firstOther = args.findIndex((arg) => !known.includes(arg));
  const names = firstOther === -1 ? args : args.slice(0, firstOther);
  const filters = firstOther === -1 ? [] : args.slice(firstOther);
  if (names.length === 0) return { gates: filters.length === 0 ? gates : [], projects, filters };
  return {
    gates: gates.filter((gate) => names.includes(gate)),
    projects: projects.filter((project) => names.includes(project)),
    filters,
  };
}
