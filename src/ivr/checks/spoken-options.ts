import type { LinkedFlow, LinkedStep } from '../language/flow.ts';
import type { Problem } from '../language/problem.ts';
import { didYouMean } from '../language/nearest.ts';
import { partsOf, problemInPrompts, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** What callers may say (`spoken`) stands for a key of a menu or question that is not sensitive, and for one only. */
export const spokenOptions: WrittenCheck = (flow) =>
  [...flow.prompts.values()].flatMap(({ language, spoken }) =>
    [...spoken].flatMap(([prompt, phrases]) => {
      const at = ['spoken', prompt];
      const keys = keysOf(flow, prompt);
      if (keys === null) {
        const hint = didYouMean(
          prompt,
          questions(flow).map(({ name }) => name),
        );
        const message = `No menu or question with keys says "${prompt}", so that nobody can answer it in words.${hint}`;
        return [problemInPrompts(flow, language, at, 'unknown-prompt', message)];
      }
      if (isSensitive(flow, prompt)) {
        const message = `"${prompt}" asks for something sensitive: it is answered by keys only.`;
        return [problemInPrompts(flow, language, at, 'sensitive-speech', message)];
      }
      return [
        ...strangeKeys(flow, language, prompt, phrases, keys),
        ...doubled(flow, language, prompt, phrases),
      ];
    }),
  );

type Phrases = ReadonlyMap<string, readonly string[]>;

function strangeKeys(
  flow: LinkedFlow,
  language: string,
  prompt: string,
  phrases: Phrases,
  keys: ReadonlySet<string>,
): Problem[] {
  return [...phrases.keys()]
    .filter((key) => !keys.has(key) && !flow.anywhere.has(key))
    .map((key) =>
      problemInPrompts(
        flow,
        language,
        ['spoken', prompt, key],
        'unknown-key',
        `"${prompt}" has no key ${key}.`,
      ),
    );
}

function doubled(flow: LinkedFlow, language: string, prompt: string, phrases: Phrases): Problem[] {
  const keyOf = new Map<string, string>();
  return [...phrases].flatMap(([key, said]) =>
    said.flatMap((phrase) => {
      const plain = phrase.toLowerCase();
      const other = keyOf.get(plain);
      keyOf.set(plain, key);
      if (other === undefined || other === key) return [];
      const message = `"${phrase}" stands for key ${other} and for key ${key}: a caller means one of them.`;
      return [problemInPrompts(flow, language, ['spoken', prompt, key], 'ambiguous-phrase', message)];
    }),
  );
}

/** The parts that take single keys, by the prompt that they say first. */
function questions(
  flow: LinkedFlow,
): { readonly name: string; readonly step: LinkedStep; readonly keys: Set<string> }[] {
  return stepsOf(flow).flatMap((step) =>
    partsOf(step).flatMap(({ waits, speaks, ways }) => {
      const keys = ways.flatMap(({ by, path }) =>
        by.kind === 'key' && path?.[0] !== 'anywhere' ? [by.key] : [],
      );
      const [first] = speaks;
      return waits && first !== undefined && keys.length > 0
        ? [{ name: first.prompt, step, keys: new Set(keys) }]
        : [];
    }),
  );
}

function keysOf(flow: LinkedFlow, prompt: string): Set<string> | null {
  const asking = questions(flow).filter(({ name }) => name === prompt);
  return asking.length === 0 ? null : new Set(asking.flatMap(({ keys }) => [...keys]));
}

function isSensitive(flow: LinkedFlow, prompt: string): boolean {
  const steps = questions(flow)
    .filter(({ name }) => name === prompt)
    .map(({ step }) => step);
  const answers = steps.flatMap((step) =>
    partsOf(step).flatMap(({ ways, supposes }) => [
      ...ways.flatMap(({ sets }) => Object.keys(sets ?? {})),
      ...(supposes === null ? [] : [supposes]),
    ]),
  );
  return answers.some((name) => flow.collects.get(name)?.sensitive === true);
}
