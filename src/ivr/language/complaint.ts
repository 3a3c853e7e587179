import type { z } from 'zod';
import { didYouMean } from './nearest.ts';
import type { Path, Source } from './source.ts';
import type { Fault } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** What something may be called, for the message: `a say step`, and the fields that it has. */
export interface Expectation {
  readonly thing: string;
  readonly fields: readonly string[];
}

/** A fault with the path of what it is about. */
export type Complaint = Fault & { readonly path: Path };

/** Says in an author's words, and at its place in the file, what a schema found wrong with the value at `base`. */
export function complain(source: Source, base: Path, error: z.ZodError, expected: Expectation): Complaint[] {
  return error.issues.flatMap((issue) => {
    const path: Path = [
      ...base,
      ...issue.path.map((part) => (typeof part === 'number' ? part : String(part))),
    ];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        ...source.atKey([...path, key]),
        path,
        code: 'unknown-field',
        message: `"${key}" is not a field of ${expected.thing}.${didYouMean(key, expected.fields)}`,
      }));
    }
    if (issue.code === 'invalid_key') {
      return [{ ...source.atKey(path), path, code: 'wrong-name', message: keyMessage(issue) }];
    }
    const field = issue.path.length === 0 ? expected.thing : `"${String(issue.path.at(-1))}"`;
    if (issue.code === 'invalid_type' && valueAt(source.value, path) === undefined) {
      const message = `${field} is missing in ${expected.thing}.`;
      return [{ ...source.at(path), path, code: 'missing-field', message }];
    }
    return [{ ...source.at(path), path, code: 'wrong-type', message: `${field}: ${explain(issue)}` }];
  });
}

function keyMessage(issue: Issue & { code: 'invalid_key' }): string {
  return issue.issues[0]?.message ?? issue.message;
}

function explain(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${wordFor(issue.expected)} is expected here.`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}.`;
    case 'too_small':
      return `too small or too short: at least ${String(issue.minimum)}.`;
    case 'too_big':
      return `too big or too long: at most ${String(issue.maximum)}.`;
    case 'invalid_union':
      return 'a text, a number, or true or false is expected here.';
    case 'not_multiple_of':
    case 'invalid_format':
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message;
  }
}

function wordFor(expected: string): string {
  switch (expected) {
    case 'string':
      return 'a text (in quotes if it looks like a number)';
    case 'int':
      return 'a whole number';
    case 'array':
      return 'a list';
    case 'record':
    case 'object':
      return 'a set of "name: value" lines';
    case 'boolean':
      return 'true or false';
    default:
      return `a ${expected}`;
  }
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([key]) => key === String(part))?.[1]
        : undefined,
    value,
  );
}
