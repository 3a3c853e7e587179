import type { CapabilityOutcome, Value } from '../../kernel/capability.ts';
import type { Facts, LinkedFlow } from '../language/flow.ts';
import { simulateCall } from './call.ts';
import type { SimulatedCall, Simulation } from './call.ts';
import type { Scenario, ScenarioOutcome, ScenarioStep } from './scenario.ts';

/** How a scenario went. */
export interface ScenarioRun {
  /** In words; none if all was as told. */
  readonly failures: readonly string[];
  readonly ends: string;
  readonly answers: Readonly<Record<string, Value>>;
}

/** Plays a scenario against a flow. Pure: the same scenario always goes the same way. */
export function runScenario(flow: LinkedFlow, scenario: Scenario): ScenarioRun {
  const failures: string[] = [];
  const call = simulateCall(flow, factsOf(scenario), outcomesOf(scenario, failures));
  let heard = call.takeWords();
  for (const [index, step] of scenario.steps.entries()) {
    const place = `step ${index + 1}`;
    failures.push(...compareWords(step, heard).map((failure) => `${place}: ${failure}, in ${quote(heard)}`));
    if (!acts(step)) continue;
    if (call.session().ended !== null) {
      failures.push(`${place}: the call had already ended in "${call.session().step}"`);
      break;
    }
    act(call, step);
    heard = call.takeWords();
  }
  failures.push(
    ...compareEnd(call, scenario),
    ...compareAnswers(call, scenario),
    ...compareAsked(call, scenario),
  );
  const { step, answers } = call.session();
  return { failures, ends: step, answers };
}

/** The numbers of the call centre and of the line, where a scenario has a call centre. */
const callCentre = { number: '+12025550177', from: '+18005550199' };

const officer = { number: '+12025550178', from: '+18005550199', briefing: 'scenario' };

function factsOf({ caller, open, call_centre: hasCallCentre, officer: hasOfficer }: Scenario): Facts {
  const line = {
    open,
    callCentre: hasCallCentre ? callCentre : null,
    officer: hasOfficer ? officer : null,
  };
  if (caller === 'withheld') return { ...line, callerNumber: null, caller: 'withheld' };
  return { ...line, callerNumber: caller, caller: caller.startsWith('+1') ? 'known' : 'foreign' };
}

function outcomesOf({ capabilities }: Scenario, failures: string[]): Simulation {
  const next = new Map<string, number>();
  return ({ capability, mode }, polls) => {
    const told = capabilities[capability];
    if (told === undefined) {
      failures.push(`"${capability}" was asked, but the scenario does not say what it answers`);
      return { exit: 'unavailable', values: {} };
    }
    const outcomes = Array.isArray(told) ? told : [told];
    const turn = next.get(capability) ?? 0;
    const outcome = outcomes[Math.min(turn, outcomes.length - 1)];
    if (mode === 'remote' && polls < (outcome?.polls ?? 1)) return null;
    next.set(capability, turn + 1);
    return outcomeOf(outcome);
  };
}

const outcomeOf = (told: ScenarioOutcome | undefined): CapabilityOutcome => ({
  exit: told?.exit ?? 'unavailable',
  values: told?.values ?? {},
});

function compareWords({ hears, hears_not: hearsNot }: ScenarioStep, heard: readonly string[]): string[] {
  const said = plain(heard.join(' '));
  const times = (text: string): number => said.split(plain(text)).length - 1;
  const missing = listOf(hears).flatMap((wanted) => {
    if (typeof wanted === 'string') return times(wanted) > 0 ? [] : [`did not hear "${wanted}"`];
    const { text, times: often } = wanted;
    return times(text) === often ? [] : [`heard "${text}" ${times(text)} times instead of ${often}`];
  });
  const unwanted = listOf(hearsNot).filter((text) => times(text) > 0);
  return [...missing, ...unwanted.map((text) => `heard "${text}"`)];
}

const listOf = <T>(value: T | T[] | undefined): T[] => (value === undefined ? [] : ([value].flat() as T[]));

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase();
const quote = (heard: readonly string[]): string => (heard.length === 0 ? 'nothing' : `"${heard.join(' ')}"`);

const acts = ({ presses, says, waits, records, transfer, hangs_up: hangsUp }: ScenarioStep): boolean =>
  [presses, says, waits, records, transfer, hangsUp].some((action) => action !== undefined);

function act(call: SimulatedCall, step: ScenarioStep): void {
  const { presses, says, waits, records, transfer, hangs_up: hangsUp } = step;
  if (presses !== undefined) call.press(presses);
  if (says !== undefined) call.send({ kind: 'speech', words: says, confidence: 0.9 });
  if (records !== undefined) call.send({ kind: 'recording', recording: 'RE-scenario', seconds: records });
  if (transfer !== undefined) call.send({ kind: 'transferred', result: transfer });
  if (waits === true) call.send({ kind: 'silence' });
  if (hangsUp === true) call.send({ kind: 'hangup' });
}

function compareEnd(call: SimulatedCall, { ends }: Scenario): string[] {
  const { ended, step } = call.session();
  if (ends === undefined) return [];
  if (ended === null) return [`the call should have ended in "${ends}", but waits in "${step}"`];
  return step === ends ? [] : [`the call should have ended in "${ends}", but ended in "${step}"`];
}

function compareAnswers(call: SimulatedCall, { answers = {} }: Scenario): string[] {
  const given = call.session().answers;
  return Object.entries(answers).flatMap(([name, wanted]) => {
    const value = Object.hasOwn(given, name) ? given[name] : null;
    if (value === wanted) return [];
    return [`the answer "${name}" should be ${JSON.stringify(wanted)}, but is ${JSON.stringify(value)}`];
  });
}

function compareAsked(call: SimulatedCall, { asked = {}, capabilities }: Scenario): string[] {
  const inputs = Object.entries(asked).flatMap(([capability, wanted]) => {
    const given = call.asked.get(capability);
    if (given === undefined) return [`"${capability}" was not asked`];
    return Object.entries(wanted)
      .filter(([name, value]) => (given[name] ?? null) !== value)
      .map(
        ([name, value]) =>
          `"${capability}" should be asked with ${name} = ${JSON.stringify(value)}, not ${JSON.stringify(given[name] ?? null)}`,
      );
  });
  const unused = Object.keys(capabilities).filter((capability) => !call.asked.has(capability));
  return [
    ...inputs,
    ...unused.map((capability) => `"${capability}" is given an answer, but was never asked`),
  ];
}
