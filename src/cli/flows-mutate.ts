import type { CapabilityDeclaration } from '../kernel/capability.ts';
import { mutationsOf, sample, survivorsOf } from '../ivr/scenarios/mutations.ts';
import { loadScenario } from '../ivr/scenarios/scenario.ts';
import type { FlowFolder } from '../app/flow-files.ts';

export const EDITS = 300;
export const SEED = 20261124;

export interface MutationRun {
  readonly edits: number;
  /** What was taken out and noticed by nothing. */
  readonly survivors: readonly string[];
}

/**
 * Takes one thing at a time out of a flow, a key, a target, a prompt or an exit, and looks whether a check or a
 * scenario notices.
 */
export function mutateFlow(
  folder: FlowFolder,
  capabilities: readonly CapabilityDeclaration[],
  edits = EDITS,
  seed = SEED,
): MutationRun {
  const scenarios = Object.entries(folder.scenarios).flatMap(([file, text]) => {
    const read = loadScenario(folder.name, file, text);
    return read.ok ? [read.scenario] : [];
  });
  const taken = sample(mutationsOf(folder.files), edits, seed);
  const survivors = survivorsOf(folder, scenarios, capabilities, taken);
  return { edits: taken.length, survivors: survivors.map(({ what }) => what) };
}
