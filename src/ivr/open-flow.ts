import type { CapabilityDeclaration } from '../kernel/capability.ts';
import { checkFlow } from './checks/check-flow.ts';
import type { LinkedFlow } from './language/flow.ts';
import { load } from './language/load.ts';
import { inReadingOrder } from './language/problem.ts';
import type { Problem } from './language/problem.ts';
import { prove } from './proof/proof.ts';
import type { Proof } from './proof/proof.ts';

export type OpenResult =
  | { readonly ok: true; readonly flow: LinkedFlow; readonly proof: Proof }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Loads, checks and proves a flow: what comes out of here may take calls (law 7).
 *
 * @param folder name of the flow's folder, which must be the flow's own name
 * @param files as for `load`
 */
export function openFlow(
  folder: string,
  files: Readonly<Record<string, string>>,
  capabilities: readonly CapabilityDeclaration[],
): OpenResult {
  const loaded = load(files, capabilities);
  if (!loaded.ok) {
    return {
      ok: false,
      problems: loaded.problems.map((problem) => ({ ...problem, flow: problem.flow || folder })),
    };
  }
  const { flow } = loaded;
  const { problems, explored } = checkFlow(flow);
  const misnamed = flow.name === folder ? [] : [nameProblem(flow, folder)];
  const all = inReadingOrder([...problems, ...misnamed]);
  const proof = all.length === 0 ? prove(explored) : null;
  return proof === null ? { ok: false, problems: all } : { ok: true, flow, proof };
}

function nameProblem(flow: LinkedFlow, folder: string): Problem {
  const message = `This flow calls itself "${flow.name}", and its folder "${folder}": they are the same name.`;
  return { flow: flow.name, ...flow.source.place(['flow']), code: 'wrong-name', message };
}
