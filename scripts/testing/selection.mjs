/** @typedef {'types' | 'lint' | 'format' | 'boundaries' | 'size'} Gate */
/** @typedef {'chaos'} Run */
/** @typedef {'unit' | 'flows' | 'contract' | 'guards' | 'integration'} Project */

/** @type {readonly Gate[]} */
export const gates = ['types', 'lint', 'format', 'boundaries', 'size'];
/** Runs on stores of their own. @type {readonly Run[]} */
export const runs = ['chaos'];
/** @type {readonly Project[]} */
export const projects = ['unit', 'flows', 'contract', 'guards', 'integration'];

/**
 * What `npm test -- …` asks for: names of gates, projects and runs first, then whatever vitest understands (parts
 * of paths, flags). No names = everything; only words for vitest = every project, no gate, no run.
 *
 * @param {readonly string[]} args
 * @returns {{ gates: readonly Gate[], projects: readonly Project[], runs: readonly Run[], filters: readonly string[] }}
 *
 * @example
 * select(['integration', 'callbacks']); // { gates: [], projects: ['integration'], runs: [], filters: ['callbacks'] }
 */
export function select(args) {
  const known = /** @type {readonly string[]} */ ([...gates, ...projects, ...runs]);
  const firstOther = args.findIndex((arg) => !known.includes(arg));
  const names = firstOther === -1 ? args : args.slice(0, firstOther);
  const filters = firstOther === -1 ? [] : args.slice(firstOther);
  if (names.length === 0) {
    const all = filters.length === 0;
    return { gates: all ? gates : [], projects, runs: all ? runs : [], filters };
  }
  return {
    gates: gates.filter((gate) => names.includes(gate)),
    projects: projects.filter((project) => names.includes(project)),
    runs: runs.filter((run) => names.includes(run)),
    filters,
  };
}
