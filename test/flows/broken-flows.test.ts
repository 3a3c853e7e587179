import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { checks } from '../../src/ivr/checks/check-flow.ts';
import { tooLarge } from '../../src/ivr/checks/too-large.ts';
import { explore } from '../../src/ivr/proof/explore.ts';
import { load } from '../../src/ivr/language/load.ts';
import { openFlow } from '../../src/ivr/open-flow.ts';
import { fixtureCapabilities, fixtureFiles } from './fixtures.ts';

/** One mistake in a sound flow, and what its author is told. */
const brokenFlow = z.strictObject({
  file: z.string(),
  replace: z.string(),
  with: z.string(),
  problem: z.strictObject({
    file: z.string(),
    line: z.int(),
    code: z.string(),
    step: z.string().optional(),
    says: z.string(),
  }),
});

const folder = new URL('broken/', import.meta.url);
const names = readdirSync(folder).sort();

function read(name: string): {
  problem: z.output<typeof brokenFlow>['problem'];
  files: Record<string, string>;
} {
  const broken = brokenFlow.parse(parse(readFileSync(new URL(name, folder), 'utf8')));
  const files = fixtureFiles();
  const sound = files[broken.file] ?? '';
  expect(sound.split(broken.replace)).toHaveLength(2);
  files[broken.file] = sound.replace(broken.replace, () => broken.with);
  return { problem: broken.problem, files };
}

describe('a broken flow is refused with file, line and reason', () => {
  it('while the flow that they all come from is sound', () => {
    expect(openFlow('small-line', fixtureFiles(), fixtureCapabilities)).toMatchObject({ ok: true });
  });

  for (const name of names) {
    it(name.replace('.yaml', ''), () => {
      const { problem, files } = read(name);
      const opened = openFlow('small-line', files, fixtureCapabilities);
      const { says, ...rest } = problem;
      expect(opened.ok ? [] : opened.problems).toContainEqual(
        expect.objectContaining({
          flow: 'small-line',
          ...rest,
          message: expect.stringContaining(says) as string,
        }),
      );
      // Whatever stands in a step comes with the shortest way there, unless no way leads to it.
      const lost = (opened.ok ? [] : opened.problems).filter(
        ({ step, way }) => step !== undefined && way === undefined,
      );
      expect(
        lost.every(({ code, step: name }) => code === 'unreachable-step' || name === 'constructor'),
      ).toBe(true);
    });
  }

  it('and no check is without a flow that it refuses, but for one whose flow is generated: see proof.test.ts', () => {
    const loaded = names.map((name) => load(read(name).files, fixtureCapabilities));
    const flows = loaded.flatMap((result) => (result.ok ? [result.flow] : []));
    const idle = checks
      .filter((check) => check !== tooLarge)
      .filter((check) => flows.every((flow) => check(flow, explore(flow)).length === 0));
    expect(idle).toEqual([]);
  });
});
