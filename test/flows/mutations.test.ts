import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { capabilityDeclarations } from '../../src/app/features.ts';
import { readFlowFolders } from '../../src/app/flow-files.ts';
import type { FlowFolder } from '../../src/app/flow-files.ts';
import { openFlow } from '../../src/ivr/open-flow.ts';
import { runScenario } from '../../src/ivr/scenarios/run-scenario.ts';
import { loadScenario } from '../../src/ivr/scenarios/scenario.ts';
import type { Scenario } from '../../src/ivr/scenarios/scenario.ts';
import { mutationsOf, sample } from './mutations.ts';
import type { Mutation } from './mutations.ts';

const EDITS = 300;
const SEED = 20261124;
const LEAST_CAUGHT = 0.9;

const folders = await readFlowFolders(fileURLToPath(new URL('../../ivr-flows', import.meta.url)));

/** Whether the checks or a scenario notice that something is missing. */
function isCaught(
  { name, files }: FlowFolder,
  scenarios: readonly Scenario[],
  { file, text }: Mutation,
): boolean {
  const opened = openFlow(name, { ...files, [file]: text }, capabilityDeclarations);
  return !opened.ok || scenarios.some((scenario) => runScenario(opened.flow, scenario).failures.length > 0);
}

describe.each(folders)('$name', (folder) => {
  const scenarios = Object.entries(folder.scenarios).flatMap(([file, text]) => {
    const read = loadScenario(folder.name, file, text);
    return read.ok ? [read.scenario] : [];
  });

  it(`loses nothing unnoticed: of ${EDITS} deletions at least ${LEAST_CAUGHT * 100} % are caught`, () => {
    const edits = sample(mutationsOf(folder.files), EDITS, SEED);
    const survivors = edits.filter((edit) => !isCaught(folder, scenarios, edit)).map(({ what }) => what);
    if (survivors.length > 0) console.log(`${folder.name}: not noticed\n  ${survivors.join('\n  ')}`);
    expect(edits.length).toBeGreaterThan(0);
    expect(1 - survivors.length / edits.length).toBeGreaterThanOrEqual(LEAST_CAUGHT);
  }, 120_000);
});
