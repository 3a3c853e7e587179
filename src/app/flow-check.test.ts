import { expect, it } from 'vitest';
import { checkInThread } from './flow-check.ts';
import { capabilityDeclarations as capabilities } from './features.ts';
import { readFlows } from './flow-files.ts';

it('checks a flow without holding this thread up', async () => {
  const [[folder, files] = ['', {}]] = Object.entries(await readFlows('test/support/flows'));
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 1);
  const problems = await checkInThread({ folder, files, capabilities });
  clearInterval(ticking);
  expect(problems).toEqual([]);
  expect(turns).toBeGreaterThan(20);
});

it('answers what is wrong, and where', async () => {
  const files = { 'flow.yaml': 'flow: line\nversion: 2\n' };
  const problems = await checkInThread({ folder: 'line', files, capabilities });
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]).toMatchObject({ flow: 'line', file: 'flow.yaml', line: expect.any(Number) });
});
