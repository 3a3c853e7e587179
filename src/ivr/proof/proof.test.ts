import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureCapabilities, fixtureFacts, fixtureFlow } from '../../../test/flows/fixtures.ts';
import { stored } from '../../../test/flows/play.ts';
import { tooLarge } from '../checks/too-large.ts';
import { resume, start } from '../engine/engine.ts';
import type { Session } from '../engine/session.ts';
import type { Way } from '../language/flow.ts';
import { load } from '../language/load.ts';
import { openFlow } from '../open-flow.ts';
import { explore } from './explore.ts';
import type { State } from './state.ts';
import { prove, proofInWords } from './proof.ts';
import { comparedWords, liveAt } from './variables.ts';
import { wayTo } from './words.ts';

/** A line of its own, from its steps: every prompt that they may name says something. */
function filesOf(steps: string, more = ''): Record<string, string> {
  const names = new Set([...`${steps} ${more}`.matchAll(/[a-z_-]+/g)].map(([name]) => name));
  const prompts = [...names].flatMap((name) => [`  ${name}: Words.`, `  ${name}.confirm: Words.`]);
  return {
    'flow.yaml': `flow: line\nlanguages: [en-US]\nvoices: { en-US: Polly.Joanna-Neural }\n${more}steps:\n${steps}`,
    'prompts.en-US.yaml': `prompts:\n  default.silence: Words.\n  default.wrong: Words.\n${prompts.join('\n')}\n`,
  };
}

const promise = 'do: callbacks.request, with: { number: "+12025550123", window: morning }';

describe('the proof', () => {
  it('counts silences, key presses and prompts', () => {
    const files = filesOf(
      `
  main: { menu: main, keys: { '1': information, '2': promise }, attempts: 2 }
  information: { say: information, next: again }
  again: { menu: again, keys: { '1': main }, exhausted: bye }
  promise: { ${promise}, then: { promised: told, full: bye, unavailable: bye } }
  told: { say: told, next: bye }
  bye: { end: bye }
`,
      `start: main\nexhausted: bye\n`,
    );
    const opened = openFlow('line', files, fixtureCapabilities);
    if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join('\n'));
    expect(opened.proof).toEqual({
      silences: 3, // at "again"
      pressesToCallback: 2, // from "again": 1, then 2
      pressesToPerson: null,
      longestPath: 4, // main, information, again, bye: going back to main does not count
      states: 7,
    });
    expect(proofInWords(opened.proof)).toContain('silence ends the call within 3 turns');
  });

  it('takes a person for help where a flow promises no callback', () => {
    const steps = `
  main: { menu: main, keys: { '1': connect } }
  connect: { transfer: connect, then: { talked: bye, missed: bye, unavailable: bye } }
  bye: { end: bye }
`;
    const opened = openFlow('line', filesOf(steps, `start: main\nexhausted: bye\n`), fixtureCapabilities);
    expect(opened.ok && opened.proof).toMatchObject({ pressesToPerson: 1, pressesToCallback: null });
  });

  it('follows a sub-flow that ends in another one', () => {
    const files = {
      ...filesOf(
        `
  main: { menu: main, keys: { '1': outer } }
  outer: { flow: outer, next: promise }
  promise: { ${promise}, then: { promised: bye, full: bye, unavailable: bye } }
  bye: { end: bye }
`,
        `start: main\nexhausted: bye\n`,
      ),
      'flow.outer.yaml': 'flow: outer\nstart: first\nsteps:\n  first: { flow: inner, next: return }\n',
      'flow.inner.yaml': 'flow: inner\nstart: second\nsteps:\n  second: { say: main, next: return }\n',
    };
    const opened = openFlow('line', files, fixtureCapabilities);
    if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join('\n'));
    const turn = resume(
      opened.flow,
      start(opened.flow, fixtureFacts).session,
      { kind: 'digits', digits: '1' },
      fixtureFacts,
    );
    expect(turn.request).toMatchObject({ step: 'promise' });
  });

  it('tells states apart only as long as something depends on it', () => {
    const files = filesOf(
      `
  one: { ask: one, next: two }
  two: { ask: two, next: check }
  check: { branch: [{ when: answers.two, to: promise }], otherwise: promise }
  promise: { ${promise}, then: { promised: bye, full: bye, unavailable: bye } }
  bye: { end: bye }
`,
      `start: one\nexhausted: promise\ncollects: { one: { yes_no: true }, two: { yes_no: true } }\n`,
    );
    const loaded = load(files, fixtureCapabilities);
    if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
    const { states } = explore(loaded.flow);
    const at = (step: string): State[] => states.filter(({ spot }) => spot.step.name === step);
    expect(at('two')).toHaveLength(1); // nothing asks what "one" was
    expect(at('check').map(({ known }) => known.get('two'))).toEqual([true, false]);
    expect(at('promise')).toHaveLength(1); // and nothing asks about "two" any more
  });

  it('asks a notice for no way to help: it holds nobody, and its words say what it is', () => {
    const files = filesOf(`\n  bye: { end: bye }\n`, `kind: notice\nstart: bye\nexhausted: bye\n`);
    const opened = openFlow('line', files, fixtureCapabilities);
    expect(opened).toMatchObject({
      ok: true,
      proof: { silences: 0, pressesToCallback: null, pressesToPerson: null, longestPath: 1 },
    });
  });

  it('takes for no help what helps only some callers', () => {
    const opened = (when: string) =>
      openFlow(
        'line',
        filesOf(
          `
  main: { menu: main, keys: { '1': check } }
  check: { branch: [{ when: '${when}', to: promise }], otherwise: bye }
  promise: { ${promise}, then: { promised: bye, full: bye, unavailable: bye } }
  bye: { end: bye }
`,
          `start: main\nexhausted: bye\n`,
        ),
        fixtureCapabilities,
      );
    const problemsOf = (when: string) => {
      const result = opened(when);
      return result.ok ? [] : result.problems.map(({ code, message }) => `${code} ${message}`);
    };
    const closed = problemsOf('facts.open').filter((problem) => problem.startsWith('no-help'));
    expect(closed).toEqual([expect.stringContaining('any more where facts.open is false.')]);
    expect(problemsOf('facts.caller == "known" && facts.open')).toContainEqual(
      expect.stringContaining('where facts.open is true and facts.caller is "foreign".'),
    );
    expect(problemsOf('facts.open && !facts.open')).toContainEqual(
      expect.stringMatching(/^unreachable-step/),
    );
  });

  it('says the shortest way to a state', () => {
    const flow = fixtureFlow();
    const promised = explore(flow).states.find(({ spot }) => spot.step.name === 'tell');
    expect(promised && wayTo(promised)).toBe(
      'opening, language (1), main (3), freely (1), freely-check (otherwise), role (1), zip (an entry), safe (1), ' +
        'number offer (1), window (1), words (a recording), promise (promised), tell',
    );
  });

  it('gives up on a flow that has more states than are worth looking at, and says so', () => {
    const names = Array.from({ length: 12 }, (_, at) => `q${'abcdefghijkl'.charAt(at)}`);
    const asks = names.map((name, at) => `  ${name}: { ask: ${name}, next: ${names[at + 1] ?? 'check'} }`);
    const all = (word: string): string => names.map((name) => `answers.${name} == "${word}"`).join(' && ');
    const arms = ['a', 'b'].map((word) => `{ when: '${all(word)}', to: bye }`).join(', ');
    const choices = names.map((name) => `  ${name}: { choice: [a, b, c] }`);
    const keyed = asks.map((line) => line.replace(', next', `, keys: { '1': a, '2': b, '3': c }, next`));
    const files = filesOf(
      `${keyed.join('\n')}\n  check: { branch: [${arms}], otherwise: bye }\n  bye: { end: bye }\n`,
      `start: qa\nexhausted: bye\ncollects:\n${choices.join('\n')}\n`,
    );
    const loaded = load(files, fixtureCapabilities);
    if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
    const explored = explore(loaded.flow);
    expect(prove(explored)).toBeNull();
    expect(tooLarge(loaded.flow, explored)).toMatchObject([{ code: 'too-large' }]);
  });
});

/** The explored states in which a call may really stand: one for each part of its step. */
function statesOf(
  isAlike: (value: unknown, real: unknown) => boolean,
  live: ReturnType<typeof liveAt>,
  states: readonly State[],
  session: Session,
): State[] {
  const isSet = (name: string): boolean =>
    name === 'facts.language' ||
    (name.startsWith('outcomes.')
      ? Object.hasOwn(session.outcomes, name.slice('outcomes.'.length))
      : Object.hasOwn(session.answers, name));
  const valueOf = (name: string): unknown =>
    name === 'facts.language'
      ? session.language
      : name.startsWith('outcomes.')
        ? session.outcomes[name.slice('outcomes.'.length)]?.exit
        : session.answers[name];
  return states.filter(
    ({ spot, known, left }) =>
      spot.step.name === session.step &&
      left === session.hungUp &&
      spot.returns.join() === session.returns.join() &&
      [...live(spot).keys()].every((name) => isSet(name) === known.has(name)) &&
      [...known].every(([name, value]) => value === null || isAlike(value, valueOf(name))),
  );
}

describe('the explored states', () => {
  const flow = fixtureFlow();
  const { states } = explore(flow);
  const live = liveAt(flow);
  const compared = comparedWords(flow);
  /** One word stands for all that no condition compares with. */
  const isAlike = (value: unknown, real: unknown): boolean =>
    value === real ||
    (typeof value === 'string' && typeof real === 'string' && !compared.has(value) && !compared.has(real));
  /** What a caller would do to take a way, or something that no way is for. */
  const entries: Readonly<Record<string, string>> = {
    zip: '90012',
    number: '2025550123',
    day: '03022026',
    people: '7',
    record_number: '001234567',
    custody: '4809',
  };
  const inputFor = (way: Way | 'hang-up' | undefined, step: string): unknown => {
    if (way === undefined || way === 'hang-up') return { kind: 'silence' };
    switch (way.by.kind) {
      case 'key':
        return { kind: 'digits', digits: way.by.key };
      case 'entry':
        return { kind: 'digits', digits: entries[step] };
      case 'words':
        return { kind: 'speech', words: 'a few words', confidence: 1 };
      case 'recording':
        return { kind: 'recording', recording: 'RE1', seconds: 4 };
      case 'exit':
        return way.by.exit === 'talked' || way.by.exit === 'missed'
          ? { kind: 'transferred', result: way.by.exit }
          : { kind: 'outcome', outcome: { exit: way.by.exit, values: {} } };
      case 'next':
      case 'silence':
      case 'exhausted':
      case 'condition':
      case 'otherwise':
        return { kind: 'silence' };
    }
  };

  it('hold every call that the engine really makes: the proof leaves nothing out', () => {
    const seen = new Set<State>();
    const choices = fc.array(fc.nat(1_000), { maxLength: 60 });
    fc.assert(
      fc.property(choices, fc.boolean(), fc.boolean(), (path, hangsUp, hasCallCentre) => {
        const callCentre = hasCallCentre ? { number: '+12025550177', from: '+18005550199' } : null;
        const facts = { ...fixtureFacts, callCentre, callerNumber: hangsUp ? null : '+12025550123' };
        let turn = start(flow, facts);
        for (const choice of [...path, null]) {
          if (turn.session.ended !== null || turn.session.limited) break;
          const found = statesOf(isAlike, live, states, turn.session);
          expect(found).not.toEqual([]);
          for (const state of found) seen.add(state);
          const ways = found.flatMap(({ next }) => next);
          const way = choice === null ? undefined : ways[choice % ways.length]?.way;
          const given = choice === null ? { kind: 'hangup' } : inputFor(way, turn.session.step);
          if (choice === null && (!hangsUp || turn.request !== undefined)) break;
          turn = resume(flow, stored(turn), given, facts);
        }
      }),
      { numRuns: 3_000, seed: 20261124 },
    );
    const waiting = states.filter(({ spot, left }) => !left && spot.part.waits);
    expect(waiting.filter((state) => seen.has(state)).length).toBeGreaterThan(waiting.length * 0.8);
  });
});
