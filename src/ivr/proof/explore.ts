import type { PlainValue } from '../../kernel/capability.ts';
import type { CapabilityUse, LinkedFlow, Way } from '../language/flow.ts';
import { createPlaces } from './places.ts';
import type { Place } from './places.ts';
import type { State } from './state.ts';
import { comparedWords } from './variables.ts';
import { feasible, worldsOf } from './worlds.ts';
import type { CallFacts, World } from './worlds.ts';

/** All states that a call can come to, the nearest to the start first. */
export interface Exploration {
  readonly states: readonly State[];
  /** More states than are worth exploring: nothing is proved. */
  readonly tooMany: boolean;
  /** The flow says of itself that it offers nothing: see `LinkedFlow.isNotice`. */
  readonly isNotice: boolean;
  /** The same for each kind of call by itself. */
  readonly worlds: readonly World[];
}

const MOST_STATES = 100_000;

/**
 * Explores a flow's state graph, breadth first. A sound over-approximation: choices, yes and no, and what
 * capabilities answered are tracked as far as a condition asks for them; every other value and every answer of a
 * capability may be anything. Whatever a call can do, one of these states does it too.
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

  const known = new Map([['facts.language', flow.languages[0]]]);
  const start = { known, left: false, helped: false, from: null };
  for (const place of places.start) visit(place, start);
  for (let at = 0; at < states.length && states.length <= MOST_STATES; at += 1) {
    const state = states[at];
    if (state === undefined) break;
    const place = places.of(state.spot);
    for (const way of feasible(state, noFacts)) {
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
  const tooMany = states.length > MOST_STATES;
  return { states, tooMany, isNotice: flow.isNotice, worlds: tooMany ? [] : worldsOf(flow, states) };
}

/** While the flow is explored, any fact may hold. */
const noFacts: CallFacts = new Map();

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

/** What taking a way makes known. */
function follows(flow: LinkedFlow, state: State, way: Way): Pick<State, 'known' | 'helped'> {
  if (way.sets === undefined && way.unsets === undefined && way.by.kind !== 'exit') return state;
  const known = new Map(state.known);
  let { helped } = state;
  const { step } = state.spot;
  if (way.by.kind === 'exit') {
    const { exit } = way.by;
    const declared = step.calls === null ? undefined : flow.capabilities.get(step.calls.capability);
    if (declared?.forgetsOn?.includes(exit) === true) {
      for (const name of known.keys()) if (name !== 'facts.language') known.delete(name);
    }
    if (step.calls !== null) known.set(`outcomes.${step.name}`, exit);
    helped ||=
      declared?.promisesOn?.includes(exit) === true || (state.spot.part.connects && exit === 'talked');
  }
  for (const name of way.unsets ?? []) known.delete(name);
  for (const [name, value] of Object.entries(way.sets ?? {})) known.set(name, value);
  return { known, helped };
}
