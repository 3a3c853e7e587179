import type { LinkedFlow, LinkedStep, Part } from '../language/flow.ts';
import { placeholdersOf } from '../language/prompts.ts';
import type { Placeholder } from '../language/prompts.ts';
import type { Path } from '../language/source.ts';
import { arriveAt, follow, spotKey } from './spot.ts';
import type { Spot } from './spot.ts';

/** What a part of a step needs to be set: an answer (`zip`) or a step's outcome (`outcomes.promise`). */
export interface Use {
  readonly variable: string;
  /** The result that is spoken or passed on, where it is an outcome. */
  readonly result: string | null;
  /** The placeholder or input, in the author's words. */
  readonly written: string;
  readonly path: Path;
}

/** The variables whose values decide where a call goes: those that conditions ask about. */
export function deciding(flow: LinkedFlow): Set<string> {
  const names = new Set<string>();
  for (const step of flow.steps.values()) {
    for (const part of step.parts.values()) {
      for (const { condition } of part.asks) for (const name of condition.reads) names.add(name);
    }
  }
  return names;
}

/** What is spoken in a part, in any language, and what its capability cannot do without. */
export function usesOf(flow: LinkedFlow, step: LinkedStep, part: Part): Use[] {
  return [...spokenUses(flow, part), ...inputUses(flow, step)];
}

function spokenUses(flow: LinkedFlow, part: Part): Use[] {
  return part.speaks.flatMap(({ prompt, otherwise, path }) =>
    [...flow.prompts.values()].flatMap(({ texts }) => {
      const spoken = texts.get(prompt) ?? (otherwise === undefined ? undefined : texts.get(otherwise));
      return (spoken === undefined ? [] : placeholdersOf(spoken))
        .filter((placeholder) => placeholder.refersTo !== null && placeholder.name !== part.supposes)
        .map((placeholder) => ({ ...variableOf(placeholder), written: `{${placeholder.name}}`, path }));
    }),
  );
}

function variableOf({ name, refersTo }: Placeholder): Pick<Use, 'variable' | 'result'> {
  const step = refersTo?.step ?? null;
  return step === null
    ? { variable: name, result: null }
    : { variable: `outcomes.${step}`, result: name.slice(step.length + 1) };
}

function inputUses(flow: LinkedFlow, { calls }: LinkedStep): Use[] {
  if (calls === null) return [];
  const declared = flow.capabilities.get(calls.capability)?.input ?? {};
  return calls.inputs.flatMap(({ name, from, path }): Use[] => {
    if (from.kind === 'literal' || declared[name]?.required !== true) return [];
    if (from.kind === 'answer' && !flow.collects.has(from.name)) return [];
    return from.kind === 'answer'
      ? [{ variable: from.name, result: null, written: `$${from.name}`, path }]
      : [
          {
            variable: `outcomes.${from.step}`,
            result: from.result,
            written: `$${from.step}.${from.result}`,
            path,
          },
        ];
  });
}

/**
 * Which variables can still matter at each spot: only those are kept while the flow is explored, so that two calls
 * that differ in nothing that counts any more are one. Backwards to a fixed point, as compilers reckon liveness.
 */
export function liveAt(flow: LinkedFlow): (spot: Spot) => ReadonlySet<string> {
  const spots = allSpots(flow);
  const live = new Map<string, Set<string>>();
  const before = new Map<string, Set<string>>();
  for (const [key, spot] of spots) {
    const reads = spot.part.asks.flatMap(({ condition }) => condition.reads);
    live.set(key, new Set([...reads, ...usesOf(flow, spot.step, spot.part).map(({ variable }) => variable)]));
    for (const next of successors(flow, spot)) {
      const sources = before.get(next) ?? new Set();
      before.set(next, sources.add(key));
    }
  }
  const waiting = new Set(spots.keys());
  for (const key of waiting) {
    waiting.delete(key);
    for (const source of before.get(key) ?? []) {
      const spot = spots.get(source);
      const known = live.get(source);
      if (spot === undefined || known === undefined) continue;
      const size = known.size;
      for (const name of flowsBack(flow, spot, live)) known.add(name);
      if (known.size > size) waiting.add(source);
    }
  }
  return (spot) => live.get(spotKey(spot)) ?? nothing;
}

const nothing: ReadonlySet<string> = new Set();

/** What is live behind a spot and not set on the way there. */
function flowsBack(flow: LinkedFlow, spot: Spot, live: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const outcome = spot.step.calls === null ? null : `outcomes.${spot.step.name}`;
  const onward = spot.part.ways.flatMap((way) =>
    follow(flow, spot, way).flatMap((next) =>
      [...(live.get(spotKey(next)) ?? [])].filter(
        (name) => name !== outcome && !(way.sets !== undefined && Object.hasOwn(way.sets, name)),
      ),
    ),
  );
  return [...onward, ...hangUpSpots(flow, spot).flatMap((next) => [...(live.get(spotKey(next)) ?? [])])];
}

function successors(flow: LinkedFlow, spot: Spot): string[] {
  const onward = spot.part.ways.flatMap((way) => follow(flow, spot, way));
  return [...onward, ...hangUpSpots(flow, spot)].map(spotKey);
}

/** Where the call goes when the caller hangs up at a spot. */
export function hangUpSpots(flow: LinkedFlow, { part }: Spot): Spot[] {
  return part.waits && flow.onHangup !== null ? arriveAt(flow, flow.onHangup, []) : [];
}

/** Every spot that some way leads to, whatever the conditions say. */
export function allSpots(flow: LinkedFlow): Map<string, Spot> {
  const spots = new Map<string, Spot>();
  const waiting = arriveAt(flow, flow.start, []);
  for (let spot = waiting.pop(); spot !== undefined; spot = waiting.pop()) {
    const key = spotKey(spot);
    if (spots.has(key)) continue;
    spots.set(key, spot);
    for (const way of spot.part.ways) waiting.push(...follow(flow, spot, way));
    waiting.push(...hangUpSpots(flow, spot));
  }
  return spots;
}
