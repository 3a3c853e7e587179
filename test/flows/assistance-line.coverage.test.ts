import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { capabilityDeclarations } from '../../src/app/features.ts';
import { readFlowFolders } from '../../src/app/flow-files.ts';
import type { LinkedFlow, LinkedStep, Move, Run, Way } from '../../src/ivr/language/flow.ts';
import { openFlow } from '../../src/ivr/open-flow.ts';
import { runScenario } from '../../src/ivr/scenarios/run-scenario.ts';
import { loadScenario } from '../../src/ivr/scenarios/scenario.ts';

const LINE = 'assistance-line';

/** Notes each step that a call comes to, each way out of it that it takes, and each key that it presses there. */
function watch(flow: LinkedFlow, note: (seen: string, run: Run) => void): LinkedFlow {
  const watchStep = (step: LinkedStep): LinkedStep => {
    const follow = (run: Run, move: Move): Move => {
      if (move.kind === 'go') note(exit(step, move.to), run);
      return move;
    };
    return {
      ...step,
      enter(run) {
        note(step.name, run);
        return follow(run, step.enter(run));
      },
      take(run, input) {
        if (input.kind === 'digits') note(key(step, input.digits), run);
        return follow(run, step.take(run, input));
      },
    };
  };
  return { ...flow, steps: new Map([...flow.steps].map(([name, step]) => [name, watchStep(step)])) };
}

const exit = ({ name }: LinkedStep, to: string): string => `${name} → ${to}`;
const key = ({ name }: LinkedStep, digits: string): string => `${name}, key ${digits}`;

const waysOf = (step: LinkedStep): Way[] => [...step.parts.values()].flatMap(({ ways }) => ways);

/** What there is to see: every step, every way out of it, every key that means something in it. */
const allOf = (flow: LinkedFlow): Set<string> =>
  new Set(
    [...flow.steps.values()].flatMap((step) => [
      step.name,
      ...waysOf(step).flatMap(({ to, part }) => (part === undefined ? [exit(step, to)] : [])),
      ...waysOf(step).flatMap(({ by, path }) =>
        by.kind === 'key' && path?.[0] !== 'anywhere' ? [key(step, by.key)] : [],
      ),
    ]),
  );

/** What the scenarios see, by the language that a call was in at its end. */
function seenBy(flow: LinkedFlow, scenarios: Readonly<Record<string, string>>): Map<string, Set<string>> {
  const seen = new Map(flow.languages.map((language) => [language, new Set<string>()]));
  for (const [file, text] of Object.entries(scenarios)) {
    const read = loadScenario(flow.name, file, text);
    if (!read.ok) continue;
    const ofCall: string[] = [];
    let language = '';
    const watched = watch(flow, (sight, { session }) => {
      ofCall.push(sight);
      language = session.language;
    });
    runScenario(watched, read.scenario);
    for (const sight of ofCall) seen.get(language)?.add(sight);
  }
  return seen;
}

const folders = await readFlowFolders(fileURLToPath(new URL('../../ivr-flows', import.meta.url)));
const folder = folders.find(({ name }) => name === LINE);
const opened = folder && openFlow(LINE, folder.files, capabilityDeclarations);
if (folder === undefined || !opened?.ok) throw new Error(`${LINE} does not pass its checks`);
const { flow } = opened;

describe(`the scenarios of ${LINE}`, () => {
  for (const [language, seen] of seenBy(flow, folder.scenarios)) {
    it(`visit every step, every exit and every key in ${language}`, () => {
      const unseen = [...allOf(flow)].filter((sight) => !seen.has(sight));
      expect(unseen).toEqual([]);
    });
  }

  it('name what they leave out', () => {
    const { 'promise.en.yaml': promise = '' } = folder.scenarios;
    const seen = seenBy(flow, { 'promise.en.yaml': promise }).get('en-US') ?? new Set();
    const unseen = [...allOf(flow)].filter((sight) => !seen.has(sight));
    expect(unseen).toEqual(expect.arrayContaining(['not-safe', 'is-safe → not-safe', 'role, key 4']));
    expect(unseen).not.toContain('is-safe → number');
  });
});
