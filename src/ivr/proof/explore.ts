import type { PlainValue } from '../../kernel/capability.ts';
import type { CapabilityUse, Knowledge, LinkedFlow, Way } from '../language/flow.ts';
import { createPlaces } from './places.ts';
import type { Place } from './places.ts';
import type { Spot } from './spot.ts';
import { comparedWords } from './variables.ts';

/** Everything that can be told of a call at one moment: where it stands, and what is known of its answers. */
export interface State {
  readonly index: number;
  readonly spot: Spot;
  /** Values of the variables that still matter; null = set, to whatever. */
  readonly known: ReadonlyMap<string, PlainValue | null>;
  /** The caller has hung up. */
  readonly left: boolean;
  /** An officer will call, or a person has talked with the caller. */
  readonly helped: boolean;
  /** The shortest way here: the state before, and what led on from there. Null at the start. */
  readonly from: { readonly state: State; readonly way: Way | 'hang-up' } | null;
  /** Filled while the graph is explored. */
  readonly next: Step[];
}

export interface Step {
  readonly way: Way | 'hang-up';
  readonly to: State;
}

/** All states that a call can come to, the nearest to the start first. */
export interface Exploration {
  readonly states: readonly State[];
  /** More states than are worth exploring: nothing is proved. */
  readonly tooMany: boolean;
  /** The flow says of itself that it offers nothing: see `LinkedFlow.isNotice`. */
  readonly isNotice: boolean;
}

const MOST_STATES = 100_000;

/**
 * Explores a flow's state graph, breadth first. A sound over-approximation: choices, yes and no, and what
 * capabilities answered are tracked as far as a condition asks for them; every other value, every fact and every
 * answer of a capability may be anything. Whatever a call can do, one of these states does it too.
 */
export function explore(flow: LinkedFlow): Exploration {
  const places = createPlaces(flow);
  const compared = comparedWords(flow);
  const stands = new Map<string, string>();
  const byKey = new Map<string, State>();
  const states: State[] = [];

  const standsFor = (name: string, value: PlainValue | null): PlainValue | null => {
    if (typeof value !== 'string' || compared.has(value)) return value;
    const key = `${name} ${value}`;
    const known = stands.get(key);
    if (known !== undefined) return known;
    const found = representative(flow, name, value, compared);
    stands.set(key, found);
    return found;
  };

  /** The state of a call that arrives at a place, with only as much known as still matters there. */
  const visit = (place: Place, before: Omit<State, 'index' | 'spot' | 'next'>): State => {
    let key = `${place.id}${before.left ? 'l' : ''}${before.helped ? 'h' : ''}`;
    const kept = place.live.map(([name, matters]) => {
      const value = before.known.get(name);
      const worth = value === undefined ? undefined : matters === 'set' ? null : standsFor(name, value);
      key += `;${String(worth)}`;
      return worth;
    });
    const found = byKey.get(key);
    if (found !== undefined) return found;
    const known = new Map<string, PlainValue | null>();
    place.live.forEach(([name], index) => {
      const worth = kept[index];
      if (worth !== undefined) known.set(name, worth);
    });
    const state: State = { ...before, index: states.length, spot: place.spot, known, next: [] };
    byKey.set(key, state);
    states.push(state);
    return state;
  };

  const start = { known: new Map(), left: false, helped: false, from: null };
  for (const place of places.start) visit(place, start);
  for (let at = 0; at < states.length && states.length <= MOST_STATES; at += 1) {
    const state = states[at];
    if (state === undefined) break;
    const place = places.of(state.spot);
    for (const way of feasible(state)) {
      const { known, helped } = follows(flow, state, way);
      const after = { known, helped, left: state.left, from: { state, way } };
      for (const next of place.leads(way)) state.next.push({ way, to: visit(next, after) });
    }
    if (state.left) continue;
    for (const next of place.hangUp()) {
      const { known, helped } = state;
      const after = { known, helped, left: true, from: { state, way: 'hang-up' as const } };
      state.next.push({ way: 'hang-up', to: visit(next, after) });
    }
  }
  return { states, tooMany: states.length > MOST_STATES, isNotice: flow.isNotice };
}

/**
 * Words that no condition compares with are told apart by nothing: the first of them in the alphabet stands for all.
 * Of exits, only those that set the same results are alike.
 */
function representative(
  flow: LinkedFlow,
  name: string,
  value: string,
  compared: ReadonlySet<string>,
): string {
  const calls = flow.steps.get(name.slice('outcomes.'.length))?.calls;
  const alike = name.startsWith('outcomes.')
    ? (calls?.exits ?? []).filter((exit) => resultsOn(flow, calls, exit) === resultsOn(flow, calls, value))
    : (flow.collects.get(name)?.choices ?? []);
  return alike.filter((other) => !compared.has(other)).toSorted()[0] ?? value;
}

function resultsOn(flow: LinkedFlow, calls: CapabilityUse | null | undefined, exit: string): string {
  const declared = calls ? flow.capabilities.get(calls.capability) : undefined;
  if (declared === undefined || exit === 'unavailable') return '';
  return (declared.returnsOn?.[exit] ?? Object.keys(declared.returns)).toSorted().join();
}

/** What is known of a variable in a state. */
export function knowledgeIn({ known }: Pick<State, 'known'>, name: string): Knowledge {
  const value = known.get(name);
  if (value === undefined) return 'unset';
  return value === null ? 'any' : { value };
}

/** The ways that a call in this state can take: all but those behind conditions that are surely false. */
function feasible(state: State): readonly Way[] {
  const { asks, ways } = state.spot.part;
  if (asks.length === 0) return ways;
  const results = asks.map(({ condition }) => condition.foresee((name) => knowledgeIn(state, name)).result);
  const settled = results.indexOf(true);
  return ways.filter(({ by }) => {
    if (by.kind === 'otherwise') return settled === -1;
    if (by.kind !== 'condition') return true;
    return results[by.index] !== false && (settled === -1 || by.index <= settled);
  });
}

/** What taking a way makes known. */
function follows(flow: LinkedFlow, state: State, way: Way): Pick<State, 'known' | 'helped'> {
  if (way.sets === undefined && way.unsets === undefined && way.by.kind !== 'exit') return state;
  const known = new Map(state.known);
  let { helped } = state;
  const { step } = state.spot;
  if (way.by.kind === 'exit') {
    const { exit } = way.by;
    const declared = step.calls === null ? undefined : flow.capabilities.get(step.calls.capability);
    if (declared?.forgetsOn?.includes(exit) === true) known.clear();
    if (step.calls !== null) known.set(`outcomes.${step.name}`, exit);
    helped ||=
      declared?.promisesOn?.includes(exit) === true || (step.kind === 'transfer' && exit === 'talked');
  }
  for (const name of way.unsets ?? []) known.delete(name);
  for (const [name, value] of Object.entries(way.sets ?? {})) known.set(name, value);
  return { known, helped };
}
