import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { capabilityDeclarations } from '../../src/app/features.ts';
import { readFlowFolders } from '../../src/app/flow-files.ts';
import { EDITS, mutateFlow } from '../../src/cli/flows-mutate.ts';
import { mutationsOf, sample } from '../../src/ivr/scenarios/mutations.ts';
import { fixtureFiles } from './fixtures.ts';

const LEAST_CAUGHT = 0.9;

describe('mutations', () => {
  const all = mutationsOf(fixtureFiles());

  it('take out every key, target, exit, condition and prompt, one at a time', () => {
    expect(all.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'flow.yaml: the target "start"',
        'flow.yaml: the key 0 of anywhere',
        'flow.yaml: the key 3 of "main"',
        'flow.yaml: the exit "full" of "promise"',
        'flow.yaml: condition 1 of "no-answer"',
        'flow.more.yaml: the target "skip" of "topic"',
        'prompts.es-US.yaml: the prompt "zip.wrong"',
      ]),
    );
    expect(new Set(all.map(({ what }) => what)).size).toBe(all.length);
    const original = fixtureFiles();
    expect(all.filter(({ file, text }) => text === original[file])).toEqual([]);
  });

  it('are the same for the same seed', () => {
    const what = (seed: number): string[] => sample(all, 20, seed).map((mutation) => mutation.what);
    expect(what(1)).toEqual(what(1));
    expect(what(1)).not.toEqual(what(2));
  });
});

const folders = await readFlowFolders(fileURLToPath(new URL('../../ivr-flows', import.meta.url)));

describe.each(folders)('$name', (folder) => {
  it(`loses nothing unnoticed: of ${EDITS} deletions at least ${LEAST_CAUGHT * 100} % are caught`, () => {
    const { edits, survivors } = mutateFlow(folder, capabilityDeclarations);
    expect(edits).toBeGreaterThan(0);
    // What `hotline flows mutate` lists; here only where they are too many.
    expect(1 - survivors.length / edits, survivors.join('\n')).toBeGreaterThanOrEqual(LEAST_CAUGHT);
  }, 240_000);
});
