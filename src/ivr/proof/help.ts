import type { Exploration } from './explore.ts';
import type { State, Step } from './state.ts';
import type { World } from './worlds.ts';

/** How near help is, from wherever a call waits for its caller. */
export type HelpProof =
  /** Key presses at most; null where the flow offers none of the kind. */
  | { readonly reachable: true; readonly callback: number | null; readonly person: number | null }
  /** Out of reach from `state`, in `world` or, where that is null, in every one. */
  | { readonly reachable: false; readonly state: State; readonly world: World | null };

/**
 * From its start, and from every state in which it waits, the caller can come to a callback that is promised, by their own doing and
 * if nothing breaks. Where a flow asks no capability that promises one, they can come to a person instead: whether a
 * line names a call centre is not known here, so that a transfer alone is enough only where nothing else is offered.
 * All this in each world: what only some callers can do is no help to the others. A notice offers none and holds
 * nobody, which its own check sees to.
 */
export function proveHelp({ states, worlds, isNotice }: Exploration): HelpProof {
  if (isNotice) return { reachable: true, callback: null, person: null };
  const offersCallback = states.some(promisesCallback);
  const proofs = worlds.map((world) => proveHelpIn(world, offersCallback));
  const lost = proofs.find((proof) => !proof.reachable);
  if (lost) return proofs.some(({ reachable }) => reachable) ? lost : { ...lost, world: null };
  const found = proofs.filter((proof) => proof.reachable);
  return {
    reachable: true,
    callback: farthestOf(found.map(({ callback }) => callback)),
    person: farthestOf(found.map(({ person }) => person)),
  };
}

function proveHelpIn(world: World, offersCallback: boolean): HelpProof {
  const { states } = world;
  const waiting = states.filter(({ spot, left, from }) => (spot.part.waits || from === null) && !left);
  const promised = states.filter(({ helped, left }) => helped && !left);
  const connecting = states.filter(({ spot, left }) => spot.part.connects && !left);
  const toPerson = distances(states, [...connecting, ...promised], () => true);
  const person = connecting.length === 0 ? null : farthest(waiting, toPerson);
  if (!offersCallback) {
    const lost = waiting.find((state) => !toPerson.has(state));
    return lost === undefined
      ? { reachable: true, callback: null, person }
      : { reachable: false, state: lost, world };
  }
  const toCallback = distances(states, promised, (state, step) => withoutCallCentre(state, step));
  const lost = waiting.find((state) => !toCallback.has(state));
  if (lost !== undefined) return { reachable: false, state: lost, world };
  return { reachable: true, callback: farthest(waiting, toCallback), person };
}

/** A capability may promise a callback here; a transfer that was talked helps too, but promises none. */
const promisesCallback = ({ spot, helped, next }: State): boolean =>
  spot.step.calls !== null && !helped && next.some(({ to }) => to.helped);

/** On a line that names no call centre nobody can be connected. */
function withoutCallCentre({ spot }: State, { way }: Step): boolean {
  return (
    way !== 'hang-up' && (!spot.part.connects || (way.by.kind === 'exit' && way.by.exit === 'unavailable'))
  );
}

/** The greatest of some distances; null where there is none. */
function farthestOf(distances: readonly (number | null)[]): number | null {
  const known = distances.filter((distance) => distance !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function farthest(states: readonly State[], distance: ReadonlyMap<State, number>): number {
  return states.reduce((most, state) => Math.max(most, distance.get(state) ?? 0), 0);
}

/** Key presses from each state to the nearest goal, backwards from the goals; states that lead to none are missing. */
function distances(
  states: readonly State[],
  goals: readonly State[],
  open: (state: State, step: Step) => boolean,
): Map<State, number> {
  const before = new Map<State, { readonly state: State; readonly presses: number }[]>();
  for (const state of states) {
    for (const step of state.next) {
      if (step.way === 'hang-up' || !open(state, step)) continue;
      const sources = before.get(step.to) ?? [];
      before.set(step.to, sources);
      sources.push({ state, presses: pressesOf(step.way) });
    }
  }
  const distance = new Map<State, number>();
  /** States by their distance: the next ones to settle. */
  const buckets: State[][] = [[...goals]];
  for (let presses = 0; presses < buckets.length; presses += 1) {
    const bucket = buckets[presses] ?? [];
    for (let state = bucket.pop(); state !== undefined; state = bucket.pop()) {
      if (distance.has(state)) continue;
      distance.set(state, presses);
      for (const source of before.get(state) ?? []) {
        if (distance.has(source.state)) continue;
        const total = presses + source.presses;
        while (buckets.length <= total) buckets.push([]);
        buckets[total]?.push(source.state);
      }
    }
  }
  return distance;
}

function pressesOf({ by }: Exclude<Step['way'], 'hang-up'>): number {
  switch (by.kind) {
    case 'key':
    case 'words':
    case 'recording':
      return 1;
    case 'entry':
      return by.keys;
    case 'next':
    case 'silence':
    case 'exhausted':
    case 'condition':
    case 'otherwise':
    case 'exit':
      return 0;
  }
}
