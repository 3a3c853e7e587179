import { partsOf, problemAt, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** Nobody remembers more than five. */
const MOST_OPTIONS = 5;

/** A menu or question offers at most five keys of its own. */
export const tooManyOptions: WrittenCheck = (flow) =>
  stepsOf(flow).flatMap((step) =>
    partsOf(step).flatMap(({ ways }) => {
      const keys = ways.filter(({ by, path }) => by.kind === 'key' && path?.[0] !== 'anywhere');
      if (keys.length <= MOST_OPTIONS) return [];
      const message = `"${step.name}" offers ${keys.length} keys: callers remember at most ${MOST_OPTIONS}. Split it in two.`;
      return [problemAt(flow, ['steps', step.name, 'keys'], 'too-many-options', message)];
    }),
  );
