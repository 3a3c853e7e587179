import { didYouMean } from '../language/nearest.ts';
import { problemAt, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** Whatever a capability answers, `unavailable` included, the step says where the call goes then. */
export const capabilityExits: WrittenCheck = (flow) =>
  stepsOf(flow).flatMap(({ name, calls }) => {
    const declared = calls === null ? undefined : flow.capabilities.get(calls.capability);
    if (calls === null || declared === undefined) return [];
    const exits = [...declared.exits, 'unavailable'];
    const then = ['steps', name, 'then'];
    const unhandled = exits
      .filter((exit) => !calls.exits.includes(exit))
      .map((exit) => {
        const message = `"then" does not say where the call goes when "${declared.name}" answers "${exit}".`;
        return problemAt(flow, then, 'unhandled-exit', message);
      });
    const unknown = calls.exits
      .filter((exit) => !exits.includes(exit))
      .map((exit) => {
        const message = `"${declared.name}" never answers "${exit}".${didYouMean(exit, exits)}`;
        return problemAt(flow, [...then, exit], 'unknown-exit', message);
      });
    return [...unhandled, ...unknown];
  });
