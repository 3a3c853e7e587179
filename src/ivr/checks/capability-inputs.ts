import type { CapabilityDeclaration, ValueType } from '../../kernel/capability.ts';
import type { CapabilityUse, InputSource, LinkedFlow } from '../language/flow.ts';
import { didYouMean } from '../language/nearest.ts';
import type { Problem } from '../language/problem.ts';
import { problemAt, stepsOf } from './check.ts';
import type { WrittenCheck } from './check.ts';

/** A `do` step names a capability that exists, gives it all that it needs, and nothing of another type. */
export const capabilityInputs: WrittenCheck = (flow) =>
  stepsOf(flow).flatMap(({ calls }) => {
    if (calls === null) return [];
    const declared = flow.capabilities.get(calls.capability);
    if (declared !== undefined) return [...missing(flow, calls, declared), ...unfit(flow, calls, declared)];
    const message = `There is no capability "${calls.capability}".${didYouMean(calls.capability, flow.capabilities.keys())}`;
    return [problemAt(flow, calls.path, 'unknown-capability', message)];
  });

function missing(flow: LinkedFlow, calls: CapabilityUse, declared: CapabilityDeclaration): Problem[] {
  return Object.entries(declared.input)
    .filter(([name, { required }]) => required && !calls.inputs.some((input) => input.name === name))
    .map(([name, { type }]) => {
      const message = `"${declared.name}" needs "${name}" (${type}): give it in "with".`;
      return problemAt(flow, calls.path, 'missing-input', message);
    });
}

function unfit(flow: LinkedFlow, calls: CapabilityUse, declared: CapabilityDeclaration): Problem[] {
  return calls.inputs.flatMap(({ name, from, path }) => {
    const wanted = Object.hasOwn(declared.input, name) ? declared.input[name]?.type : undefined;
    if (wanted === undefined) {
      const message = `"${declared.name}" has no input "${name}".${didYouMean(name, Object.keys(declared.input))}`;
      return [problemAt(flow, path, 'unknown-input', message)];
    }
    const given = typeOf(flow, from);
    if (given === null) {
      const message = `"${written(from)}" is neither an answer nor the result of a "do" step.${didYouMean(from.kind === 'answer' ? from.name : '', flow.collects.keys())}`;
      return [problemAt(flow, path, 'unknown-value', message)];
    }
    if (from.kind === 'literal' && !isWritten(from.value, wanted)) {
      const message = `"${name}" of "${declared.name}" is a ${wanted}, and ${written(from)} is none.`;
      return [problemAt(flow, path, 'wrong-input', message)];
    }
    if (fits(given, wanted)) return [];
    const message = `"${name}" of "${declared.name}" is a ${wanted}, and ${written(from)} is a ${given}.`;
    return [problemAt(flow, path, 'wrong-input', message)];
  });
}

const patterns: Partial<Record<ValueType, RegExp>> = {
  phone: /^\+[1-9]\d{6,14}$/,
  zip: /^\d{5}$/,
  digits: /^\d+$/,
  identifier: /^\d{9}$/,
  amount: /^\d+$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  choice: /^[a-z][a-z0-9_-]*$/,
};

/** Whether a value that stands in the flow itself is written as its type is. */
const isWritten = (value: string | number | boolean, wanted: ValueType): boolean =>
  patterns[wanted]?.test(String(value)) ?? true;

/** The type of a source; `literal` for a text, which may stand for anything that is written in letters. */
function typeOf(flow: LinkedFlow, from: InputSource): ValueType | 'literal' | null {
  switch (from.kind) {
    case 'literal':
      return typeof from.value === 'boolean' ? 'yes_no' : 'literal';
    case 'answer':
      return flow.collects.get(from.name)?.valueType ?? null;
    case 'result': {
      const calls = flow.steps.get(from.step)?.calls;
      const returns = calls && flow.capabilities.get(calls.capability)?.returns;
      return returns && Object.hasOwn(returns, from.result) ? (returns[from.result] ?? null) : null;
    }
  }
}

function fits(given: ValueType | 'literal', wanted: ValueType): boolean {
  if (given === wanted) return true;
  const isText = given !== 'yes_no' && given !== 'recording';
  if (wanted === 'text') return isText;
  return given === 'literal' && wanted !== 'yes_no' && wanted !== 'recording';
}

function written(from: InputSource): string {
  switch (from.kind) {
    case 'literal':
      return JSON.stringify(from.value);
    case 'answer':
      return `$${from.name}`;
    case 'result':
      return `$${from.step}.${from.result}`;
  }
}
