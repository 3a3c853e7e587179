import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Pair, YAMLMap, YAMLSeq } from 'yaml';
import type { CapabilityDeclaration } from '../../kernel/capability.ts';
import { checkWriting } from '../checks/check-flow.ts';
import { load } from '../language/load.ts';
import { openFlow } from '../open-flow.ts';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

/** One thing taken out of a flow's files. */
export interface Mutation {
  /** `flow.yaml: the key 3 of "main"`. */
  readonly what: string;
  readonly file: string;
  readonly text: string;
}

/**
 * Every flow that comes of taking one thing out of a sound one: a key, a target, a prompt, or an exit. What an
 * author could lose with one stroke of the delete key.
 *
 * @param files text by name, as `load` takes them
 */
export function mutationsOf(files: Readonly<Record<string, string>>): Mutation[] {
  return Object.entries(files).flatMap(([file, text]) => {
    if (/^flow(\.[a-z0-9_-]+)?\.yaml$/.test(file)) return inSteps(file, text);
    return file.startsWith('prompts.') ? inPrompts(file, text) : [];
  });
}

/**
 * The mutations that neither the checks nor a scenario notices: what could be lost from a flow without anyone
 * knowing before a caller does.
 */
export function survivorsOf(
  { name, files }: { readonly name: string; readonly files: Readonly<Record<string, string>> },
  scenarios: readonly Scenario[],
  capabilities: readonly CapabilityDeclaration[],
  mutations: readonly Mutation[],
): Mutation[] {
  return mutations.filter(({ file, text }) => {
    const mutant = { ...files, [file]: text };
    const loaded = load(mutant, capabilities);
    // The cheapest first: most mutants do not come as far as the proof.
    return (
      loaded.ok &&
      checkWriting(loaded.flow).length === 0 &&
      scenarios.every((scenario) => runScenario(loaded.flow, scenario).failures.length === 0) &&
      openFlow(name, mutant, capabilities).ok
    );
  });
}

/** A number of them, by a seed: the same seed always takes the same. */
export function sample(mutations: readonly Mutation[], count: number, seed: number): Mutation[] {
  const rest = [...mutations];
  const taken: Mutation[] = [];
  let state = seed;
  while (taken.length < count && rest.length > 0) {
    // The generator of Park and Miller: good enough to shuffle with, and it needs no package.
    state = (state * 48_271) % 2_147_483_647;
    taken.push(...rest.splice(state % rest.length, 1));
  }
  return taken;
}

const targets = new Set(['next', 'skip', 'otherwise', 'exhausted', 'start', 'on_hangup']);

function inSteps(file: string, text: string): Mutation[] {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) return [];
  const found: Mutation[] = [];
  const without = (what: string, path: readonly (string | number)[]): void => {
    const document = parseDocument(text);
    document.deleteIn(path);
    found.push({ what: `${file}: ${what}`, file, text: written(document) });
  };
  for (const { key } of pairsOf(contents)) if (targets.has(key)) without(`the target "${key}"`, [key]);
  for (const { key } of pairsOf(contents.get('anywhere')))
    without(`the key ${key} of anywhere`, ['anywhere', key]);
  for (const { key: name, value: step } of pairsOf(contents.get('steps'))) {
    const at = ['steps', name];
    for (const { key, value } of pairsOf(step)) {
      if (targets.has(key)) without(`the target "${key}" of "${name}"`, [...at, key]);
      if (key === 'keys') {
        for (const option of pairsOf(value))
          without(`the key ${option.key} of "${name}"`, [...at, key, option.key]);
      }
      if (key === 'then') {
        for (const exit of pairsOf(value))
          without(`the exit "${exit.key}" of "${name}"`, [...at, key, exit.key]);
      }
      if (key === 'branch' && isSeq(value)) {
        itemsOf(value).forEach((_, index) =>
          without(`condition ${index + 1} of "${name}"`, [...at, key, index]),
        );
      }
    }
  }
  return found;
}

function inPrompts(file: string, text: string): Mutation[] {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) return [];
  return pairsOf(contents.get('prompts')).map(({ key }) => {
    const document = parseDocument(text);
    document.deleteIn(['prompts', key]);
    return { what: `${file}: the prompt "${key}"`, file, text: written(document) };
  });
}

function pairsOf(node: unknown): { readonly key: string; readonly value: unknown }[] {
  if (!isMap(node)) return [];
  const { items }: YAMLMap = node;
  return items.map(({ key, value }: Pair) => ({ key: isScalar(key) ? String(key.value) : '', value }));
}

const itemsOf = ({ items }: YAMLSeq): unknown[] => items;

const written = (document: Document): string => document.toString({ lineWidth: 0 });
