import type { LinkedFlow, LinkedStep, Part, Way } from '../language/flow.ts';
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

/** Everything that conditions compare with, in a whole flow. */
export function comparedWords(flow: LinkedFlow): Set<string> {
  return new Set(
    [...flow.steps.values()].flatMap(({ parts }) =>
      [...parts.values()].flatMap(({ asks }) => asks.flatMap(({ condition }) => condition.words)),
    ),
  );
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

/** What can still matter of a variable: what it is, which result it gave, or only whether it is set. */
export type Matters = 'value' | 'result' | 'set';

/**
 * Which variables can still matter at each spot, and how much: only that is kept while the flow is explored, so that
 * two calls that differ in nothing that counts any more are one. Backwards to a fixed point, as compilers reckon
 * liveness.
 */
export function liveAt(flow: LinkedFlow): (spot: Spot) => ReadonlyMap<string, Matters> {
  const spots = allSpots(flow);
  const live = new Map<string, Map<string, Matters>>();
  const before = new Map<string, Set<string>>();
  for (const [key, spot] of spots) {
    const here = new Map<string, Matters>();
    for (const { variable, result } of usesOf(flow, spot.step, spot.part)) {
      add(here, variable, result === null ? 'set' : 'result');
    }
    for (const { condition } of spot.part.asks) for (const name of condition.reads) add(here, name, 'value');
    live.set(key, here);
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
      const here = live.get(source);
      if (spot !== undefined && here !== undefined && flowsBack(flow, spot, live, here)) waiting.add(source);
    }
  }
  return (spot) => live.get(spotKey(spot)) ?? nothing;
}

/** Notes that a variable matters; answers whether that was new. A value says more than a result, that more than `set`. */
function add(here: Map<string, Matters>, name: string, matters: Matters): boolean {
  const known = here.get(name);
  const both = new Set([known, matters]);
  const most: Matters = both.has('value') ? 'value' : both.has('result') ? 'result' : 'set';
  if (known === most) return false;
  here.set(name, most);
  return true;
}

const nothing: ReadonlyMap<string, Matters> = new Map();

/** Adds to a spot what matters behind it and is not set on the way there; answers whether that was anything new. */
function flowsBack(
  flow: LinkedFlow,
  spot: Spot,
  live: ReadonlyMap<string, ReadonlyMap<string, Matters>>,
  here: Map<string, Matters>,
): boolean {
  const outcome = spot.step.calls === null ? null : `outcomes.${spot.step.name}`;
  let grown = false;
  const take = (next: Spot, { sets = {}, unsets = [] }: Pick<Way, 'sets' | 'unsets'> = {}): void => {
    for (const [name, matters] of live.get(spotKey(next)) ?? []) {
      const overwritten = name === outcome || Object.hasOwn(sets, name) || unsets.includes(name);
      if (!overwritten) grown = add(here, name, matters) || grown;
    }
  };
  for (const way of spot.part.ways) for (const next of follow(flow, spot, way)) take(next, way);
  for (const next of hangUpSpots(flow, spot)) take(next);
  return grown;
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
