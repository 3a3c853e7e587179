import { exitsOf, problemAt, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** A key of `anywhere` has no other meaning in any menu or question. */
export const shadowedKey: WrittenCheck = (flow) =>
  stepsOf(flow).flatMap((step) => {
    const keys = [...step.parts.values()].flatMap(({ ways }) =>
      ways.flatMap(({ by, path }) => (by.kind === 'key' && path?.[0] !== 'anywhere' ? [by.key] : [])),
    );
    return [...new Set(keys)]
      .filter((key) => flow.anywhere.has(key))
      .map((key) => {
        const written = exitsOf(step).find(({ path }) => path.at(-2) === 'keys' && path.at(-1) === key);
        const message = `Key ${key} is "${flow.anywhere.get(key)}" everywhere ("anywhere"): give this option another key.`;
        return problemAt(flow, written?.path ?? ['steps', step.name, 'keys', key], 'duplicate-key', message);
      });
  });
