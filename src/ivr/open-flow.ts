import type { CapabilityDeclaration } from '../kernel/capability.ts';
import { checkFlow } from './checks/check-flow.ts';
import type { LoadResult } from './language/flow.ts';
import { load } from './language/load.ts';
import { inReadingOrder } from './language/problem.ts';

/**
 * Loads and checks a flow: what comes out of here may take calls (law 7).
 *
 * @param folder name of the flow's folder, which must be the flow's own name
 * @param files as for `load`
 */
export function openFlow(
  folder: string,
  files: Readonly<Record<string, string>>,
  capabilities: readonly CapabilityDeclaration[],
): LoadResult {
  const loaded = load(files, capabilities);
  if (!loaded.ok) {
    return {
      ok: false,
      problems: loaded.problems.map((problem) => ({ ...problem, flow: problem.flow || folder })),
    };
  }
  const { flow } = loaded;
  const problems = checkFlow(flow);
  if (flow.name !== folder) {
    const message = `This flow calls itself "${flow.name}", and its folder "${folder}": they are the same name.`;
    const { file } = flow.source;
    problems.push({ flow: flow.name, file, ...flow.source.at(['flow']), code: 'wrong-name', message });
  }
  return problems.length === 0 ? loaded : { ok: false, problems: inReadingOrder(problems) };
}
