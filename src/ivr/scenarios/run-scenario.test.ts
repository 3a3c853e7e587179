import { describe, expect, it } from 'vitest';
import { fixtureFlow } from '../../../test/flows/fixtures.ts';
import { runScenario } from './run-scenario.ts';
import { loadScenario } from './scenario.ts';

const flow = fixtureFlow();

function failuresOf(text: string): readonly string[] {
  const read = loadScenario('small-line', 'x.yaml', `scenario: A call\n${text}`);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return runScenario(flow, read.scenario).failures;
}

describe('a scenario fails', () => {
  it.each([
    ['on words that were not said', 'steps: [{ hears: a dragon }]', 'step 1: did not hear "a dragon"'],
    ['on another end', "steps: [{ presses: '1' }, { presses: '0' }]\nends: sorry", 'but ended in "goodbye"'],
    ['on a call that goes on', "steps: [{ presses: '1' }]\nends: sorry", 'but waits in "main"'],
    [
      'on another answer',
      "steps: [{ presses: '131' }]\nanswers: { role: victim }",
      '"role" should be "victim", but is null',
    ],
    [
      'on another input',
      "capabilities: { custody.look-up: { exit: found } }\nsteps: [{ presses: '12' }, { presses: '4809#' }]\nasked: { custody.look-up: { code: '1' } }",
      'asked with code = "1", not "4809"',
    ],
    [
      'on a capability that it did not foresee',
      "steps: [{ presses: '12' }, { presses: '4809#' }]",
      '"custody.look-up" was asked, but',
    ],
    [
      'on a capability that was not asked',
      "capabilities: { custody.look-up: { exit: found } }\nsteps: [{ presses: '1' }]",
      'was never asked',
    ],
    ['on keys after the end', "steps: [{ presses: '10' }, { presses: '1' }]", 'already ended in "goodbye"'],
  ])('%s', (_, text, failure) => {
    expect(failuresOf(text)).toEqual([expect.stringContaining(failure)]);
  });
});

describe('a scenario', () => {
  it('can answer a capability differently each time', () => {
    const text = `
capabilities: { custody.look-up: [{ exit: unknown }, { exit: found, polls: 0, values: { status: free } }] }
steps:
  - presses: '12'
  - presses: '4809#'
  - hears: found no record
    presses: '2'
  - presses: '4809#'
  - hears: The record says free
ends: found`;
    expect(failuresOf(text)).toEqual([]);
  });

  it.each([
    ['a caller that is no number', 'caller: me\nsteps: [{ waits: true }]', 'A caller is a number'],
    ['no steps', 'steps: []', 'at least 1'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => failuresOf(text)).toThrow(message);
  });
});
