import type { PlainValue } from '../../kernel/capability.ts';
import type { LinkedFlow, Way } from '../language/flow.ts';
import { knowledgeIn } from './state.ts';
import type { State } from './state.ts';

/**
 * What stays true for the whole of a call, such as `facts.open`. A caller who is forgotten goes on as one whose number
 * is withheld: where they stand then, a call that was withheld from the start stands too.
 */
export type CallFacts = ReadonlyMap<string, PlainValue>;

/** Everything that a call of one kind can come to, the nearest to the start first. */
export interface World {
  readonly facts: CallFacts;
  readonly states: readonly State[];
}

/** What each fact can be. The language is none of them: the caller changes it. */
const factValues: Readonly<Record<string, readonly PlainValue[]>> = {
  'facts.open': [true, false],
  'facts.call_centre': [true, false],
  'facts.caller': ['known', 'foreign', 'withheld'],
};

/**
 * The explored states once more for each kind of call that the flow's conditions tell apart: what helps only some
 * callers is no help to the others. One world, the states themselves, where no condition asks for a fact.
 */
export function worldsOf(flow: LinkedFlow, states: readonly State[]): World[] {
  const asked = new Set(
    [...flow.steps.values()].flatMap(({ parts }) =>
      [...parts.values()].flatMap(({ asks }) => asks.flatMap(({ condition }) => condition.reads)),
    ),
  );
  const facts = Object.entries(factValues).filter(([name]) => asked.has(name));
  if (facts.length === 0) return [{ facts: new Map(), states }];
  const kinds = facts.reduce<[string, PlainValue][][]>(
    (some, [name, values]) =>
      some.flatMap((kind) => values.map((value) => [...kind, [name, value]] as [string, PlainValue][])),
    [[]],
  );
  return kinds.map((kind) => inWorld(states, new Map(kind)));
}

/** The states that a call of one kind can come to. */
function inWorld(explored: readonly State[], facts: CallFacts): World {
  const copies = new Map<State, State>();
  const originals: State[] = [];
  const visit = (original: State, from: State['from']): State => {
    const known = copies.get(original);
    if (known !== undefined) return known;
    const copy: State = { ...original, index: originals.length, from, next: [] };
    copies.set(original, copy);
    originals.push(original);
    return copy;
  };
  for (const state of explored) if (state.from === null) visit(state, null);
  for (const original of originals) {
    const state = visit(original, null);
    const open = asksFor(original, facts) ? feasible(original, facts) : null;
    for (const { way, to } of original.next) {
      if (open !== null && way !== 'hang-up' && !open.includes(way)) continue;
      state.next.push({ way, to: visit(to, { state, way }) });
    }
  }
  return { facts, states: [...copies.values()] };
}

const asksFor = ({ spot }: State, facts: CallFacts): boolean =>
  spot.part.asks.some(({ condition }) => condition.reads.some((name) => facts.has(name)));

/** The ways that a call in this state can take: all but those behind conditions that are surely false. */
export function feasible(state: State, facts: CallFacts): readonly Way[] {
  const { asks, ways } = state.spot.part;
  if (asks.length === 0) return ways;
  const results = asks.map(
    ({ condition }) => condition.foresee((name) => knowledgeIn(state, name, facts)).result,
  );
  const settled = results.indexOf(true);
  return ways.filter(({ by }) => {
    if (by.kind === 'otherwise') return settled === -1;
    if (by.kind !== 'condition') return true;
    return results[by.index] !== false && (settled === -1 || by.index <= settled);
  });
}

/** The facts of a world as a condition of a sentence: ` where facts.caller is "withheld"`; nothing where there are none. */
export function whereInWords({ facts }: World): string {
  const words = [...facts].map(([name, value]) => `${name} is ${JSON.stringify(value)}`);
  return words.length === 0 ? '' : ` where ${words.join(' and ')}`;
}
