import { problemAt, stepsOf } from './check.ts';
import type { Check } from './check.ts';

/** A key that means the same everywhere means it everywhere. */
export const shadowedKey: Check = (flow) =>
  stepsOf(flow)
    .flatMap(({ keys }) => keys)
    .filter(({ key }) => flow.anywhere.has(key))
    .map(({ key, path }) => {
      const message = `Key ${key} is "${flow.anywhere.get(key)}" everywhere ("anywhere"): give this option another key.`;
      return problemAt(flow, path, 'duplicate-key', message);
    });
