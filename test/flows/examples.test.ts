import { describe, expect, it } from 'vitest';
import { capabilityDeclarations } from '../../src/app/features.ts';
import { describeProblem } from '../../src/ivr/language/problem.ts';
import { answerTypes } from '../../src/ivr/language/answers/answer-types.ts';
import { kinds } from '../../src/ivr/nodes/kinds.ts';
import { openFlow } from '../../src/ivr/open-flow.ts';
import { runScenario } from '../../src/ivr/scenarios/run-scenario.ts';
import { loadScenario } from '../../src/ivr/scenarios/scenario.ts';
import { flowExamples } from './examples.ts';

const examples = flowExamples();
const names = examples.map(({ name }) => name);

describe.each(examples)('the example $name', ({ name, intro, files, scenarios }) => {
  const opened = openFlow('example', files, capabilityDeclarations);

  it('passes its checks, and says what it shows', () => {
    expect(opened.ok ? [] : opened.problems.map((problem) => describeProblem(name, problem))).toEqual([]);
    expect(intro).toMatch(/^[A-Z].+[.]$/);
  });

  it.each(Object.entries(scenarios))('goes as %s tells', (file, text) => {
    const read = loadScenario('example', file, text);
    const failures = read.ok && opened.ok ? runScenario(opened.flow, read.scenario).failures : [read, opened];
    expect(failures).toEqual([]);
  });

  it('has a scenario', () => {
    expect(Object.keys(scenarios).length).toBeGreaterThan(0);
  });
});

describe('the examples', () => {
  it('show every kind of step', () => {
    expect(names).toEqual(expect.arrayContaining(kinds.map(({ keyword }) => `step-${keyword}`)));
  });

  it('show every type of answer', () => {
    expect(names).toEqual(expect.arrayContaining(answerTypes.map(({ keyword }) => `answer-${keyword}`)));
  });
});
