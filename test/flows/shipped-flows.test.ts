import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { capabilityDeclarations } from '../../src/app/features.ts';
import { readFlowFolders } from '../../src/app/flow-files.ts';
import { describeProblem } from '../../src/ivr/language/problem.ts';
import { flowJsonSchema } from '../../src/ivr/language/schema.ts';
import { openFlow } from '../../src/ivr/open-flow.ts';
import { runScenario } from '../../src/ivr/scenarios/run-scenario.ts';
import { loadScenario } from '../../src/ivr/scenarios/scenario.ts';

const flowsDir = fileURLToPath(new URL('../../ivr-flows', import.meta.url));

for (const { name, files, scenarios } of await readFlowFolders(flowsDir)) {
  describe(name, () => {
    const opened = openFlow(name, files, capabilityDeclarations);

    it('passes its checks', () => {
      expect(opened.ok ? [] : opened.problems.map((problem) => describeProblem(name, problem))).toEqual([]);
    });

    for (const [file, text] of Object.entries(scenarios)) {
      const read = loadScenario(name, file, text);
      it(read.ok ? read.scenario.scenario : file, () => {
        const failures =
          read.ok && opened.ok ? runScenario(opened.flow, read.scenario).failures : ['cannot be read'];
        expect(failures).toEqual([]);
      });
    }
  });
}

describe('the line that the bench calls', () => {
  it('passes its checks, or the bench could not start', async () => {
    const benchFlows = fileURLToPath(new URL('../../bench/step/flows', import.meta.url));
    for (const { name, files } of await readFlowFolders(benchFlows)) {
      const opened = openFlow(name, files, capabilityDeclarations);
      expect(opened.ok ? [] : opened.problems.map((problem) => describeProblem(name, problem))).toEqual([]);
    }
  });
});

describe('flow.schema.json', () => {
  it('is what `hotline flows schema` prints', () => {
    const committed: unknown = JSON.parse(readFileSync(`${flowsDir}/flow.schema.json`, 'utf8'));
    expect(committed).toEqual(flowJsonSchema());
  });
});
