import { isRecord } from '../engine/values.ts';
import type { FlowSource } from './flow-source.ts';
import type { Problem } from './problem.ts';

/**
 * The shortest way to a step by what the files say, whatever is wrong with them: `language (1), notice, main (3)`.
 * For problems that keep a flow from being compiled, and for those that no condition bears on.
 *
 * @returns null where nothing leads to the step
 */
export function wayThere(source: FlowSource, step: string): string | null {
  const main = isRecord(source.main.value) ? source.main.value : {};
  const steps = stepsOf(source);
  const starts = [
    { to: main['start'], words: '' },
    { to: main['on_hangup'], words: 'the caller hangs up' },
    { to: main['exhausted'], words: 'attempts used up' },
  ];
  const ways = new Map<string, string>();
  for (const { to, words } of starts) {
    if (typeof to !== 'string' || ways.has(to)) continue;
    ways.set(to, words === '' ? to : `${words}, ${to}`);
    for (const name of reachedFrom(to, steps, ways)) if (name === step) return ways.get(name) ?? null;
  }
  return null;
}

/** The same problems, each that stands in a step with the shortest way there. */
export function withWays(source: FlowSource, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => {
    if (problem.step === undefined || problem.way !== undefined) return problem;
    const way = wayThere(source, problem.step);
    return way === null ? problem : { ...problem, way };
  });
}

/** The first step that names an answer or a prompt, as far as the files can be read. */
export function stepNaming({ main, subFlows }: FlowSource, name: string): string | undefined {
  for (const { value } of [main, ...subFlows.values()]) {
    const steps = isRecord(value) ? value['steps'] : undefined;
    for (const [step, fields] of isRecord(steps) ? Object.entries(steps) : []) {
      const named = isRecord(fields)
        ? [fields['ask'], fields['record'], ...promptFields.map((f) => fields[f])]
        : [];
      if (named.includes(name) || named.includes(name.split('.')[0])) return step;
    }
  }
  return undefined;
}

const promptFields = ['prompt', 'say', 'menu', 'end', 'transfer', 'waiting'];

interface WrittenStep {
  readonly value: Readonly<Record<string, unknown>>;
  /** Where `flow` steps lead, and where `return` does. */
  readonly subFlows: ReadonlyMap<string, string>;
  readonly anywhere: unknown;
}

function* reachedFrom(
  start: string,
  steps: ReadonlyMap<string, WrittenStep>,
  ways: Map<string, string>,
): Generator<string> {
  const waiting = [start];
  for (let at = 0; at < waiting.length; at += 1) {
    const name = waiting[at] ?? '';
    yield name;
    const step = steps.get(name);
    if (step === undefined) continue;
    for (const { to, words } of leadsOf(step)) {
      if (ways.has(to) || !steps.has(to)) continue;
      ways.set(to, `${ways.get(name) ?? name}${words === '' ? '' : ` (${words})`}, ${to}`);
      waiting.push(to);
    }
  }
}

function stepsOf({ main, subFlows }: FlowSource): Map<string, WrittenStep> {
  const starts = new Map<string, string>();
  for (const [name, { value }] of subFlows) {
    const start = isRecord(value) ? value['start'] : undefined;
    if (typeof start === 'string') starts.set(name, start);
  }
  const anywhere = isRecord(main.value) ? main.value['anywhere'] : undefined;
  const steps = new Map<string, WrittenStep>();
  for (const { value } of [main, ...subFlows.values()]) {
    const written = isRecord(value) ? value['steps'] : undefined;
    for (const [name, step] of isRecord(written) ? Object.entries(written) : []) {
      steps.set(name, { value: isRecord(step) ? step : {}, subFlows: starts, anywhere });
    }
  }
  return steps;
}

/** Every field of a step that names another, with what makes the call go there. */
function leadsOf({
  value,
  subFlows,
  anywhere,
}: WrittenStep): { readonly to: string; readonly words: string }[] {
  const { next, skip, otherwise, exhausted, keys, then, branch, flow } = value;
  const waits = ['menu', 'ask', 'record'].some((kind) => kind in value);
  const into = typeof flow === 'string' ? subFlows.get(flow) : undefined;
  return [
    { to: into, words: '' },
    ...entries(keys).map(([key, to]) => ({ to, words: key })),
    { to: next, words: '' },
    ...entries(then).map(([exit, to]) => ({ to, words: exit })),
    ...(Array.isArray(branch) ? branch : []).map((arm: unknown, index) => ({
      to: isRecord(arm) ? arm['to'] : undefined,
      words: `condition ${index + 1}`,
    })),
    { to: otherwise, words: 'otherwise' },
    { to: skip, words: 'silence' },
    { to: exhausted, words: 'silence' },
    ...(waits ? entries(anywhere) : []).map(([key, to]) => ({ to, words: key })),
  ].flatMap(({ to, words }) => (typeof to === 'string' ? [{ to, words }] : []));
}

const entries = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);
