import { isRecord } from '../engine/values.ts';
import type { CapabilityDeclaration, ValueType } from '../../kernel/capability.ts';
import { createConditions } from '../expressions/condition.ts';
import type { CompiledCondition } from '../expressions/condition.ts';
import type { Linker } from '../nodes/kind.ts';
import { kinds } from '../nodes/kinds.ts';
import type { LinkedAnswer } from './answers/answer.ts';
import { fieldsOf } from './fields.ts';
import type { LinkedStep } from './flow.ts';
import { didYouMean } from './nearest.ts';
import type { Reporter } from './reporter.ts';
import type { FlowFile } from './schema.ts';

export interface StepSources {
  readonly file: FlowFile;
  readonly collects: ReadonlyMap<string, LinkedAnswer>;
  readonly capabilities: ReadonlyMap<string, CapabilityDeclaration>;
  readonly reporter: Reporter;
}

/** Compiles every step by its kind. */
export function linkSteps(sources: StepSources): Map<string, LinkedStep> {
  const { file, collects, reporter } = sources;
  const conditions = createConditions({ answers: collects.values(), outcomes: outcomeTypes(sources) });
  const steps = new Map<string, LinkedStep>();
  for (const [name, value] of Object.entries(file.steps)) {
    const path = ['steps', name];
    const [kind, ...more] = kinds.filter(({ keyword }) => isRecord(value) && keyword in value);
    if (kind === undefined) {
      reporter.report(path, 'unknown-kind', unknownKind(name, value));
    } else if (more.length > 0) {
      const words = [kind, ...more].map(({ keyword }) => `"${keyword}"`).join(' and ');
      reporter.report(path, 'unknown-kind', `"${name}" has ${words}: a step does one thing.`);
    } else {
      const expected = { thing: `a ${kind.keyword} step`, fields: fieldsOf(kind.schema) };
      const linker = createLinker(name, sources, conditions);
      const step = kind.link(value, linker, (error) => reporter.refuse(path, expected, error));
      if (step !== null) steps.set(name, step);
    }
  }
  return steps;
}

function createLinker(
  name: string,
  { file, collects, capabilities, reporter }: StepSources,
  conditions: (text: string) => CompiledCondition,
): Linker {
  return {
    step: name,
    languages: file.languages,
    anywhere: new Map(Object.entries(file.anywhere ?? {})),
    path: (...inStep) => ['steps', name, ...inStep],
    problem: (path, code, message) => reporter.report(path, code, message),
    capability: (capability) => capabilities.get(capability),
    answer(answer, path) {
      const declared = Object.keys(file.collects ?? {});
      if (!declared.includes(answer)) {
        const hint = didYouMean(answer, declared);
        reporter.report(path, 'unknown-answer', `"collects" declares no answer "${answer}".${hint}`);
      }
      return collects.get(answer) ?? null;
    },
    condition(text, path) {
      const compiled = conditions(text);
      if (compiled.ok) return compiled.test;
      reporter.report(path, 'condition', `This condition cannot be used: ${compiled.message}`);
      return () => false;
    },
    waiting(fields, { prompt, timeout, spokenIn = 'chosen' }) {
      const exhausted = fields.exhausted ?? file.exhausted;
      const { attempts = DEFAULT_ATTEMPTS } = fields;
      const timeoutSeconds = fields.timeout ?? timeout;
      return {
        waiting: { step: name, prompt, spokenIn, timeoutSeconds, attempts, exhausted },
        exit: {
          to: exhausted,
          path: fields.exhausted === undefined ? ['exhausted'] : ['steps', name, 'exhausted'],
        },
      };
    },
  };
}

const DEFAULT_ATTEMPTS = 3;

function unknownKind(name: string, value: unknown): string {
  const words = kinds.map(({ keyword }) => keyword);
  const hints = isRecord(value) ? Object.keys(value).map((key) => didYouMean(key, words)) : [];
  return `"${name}" needs to be one of ${words.join(', ')}.${hints.find((hint) => hint !== '') ?? ''}`;
}

/** The results of each `do` step: conditions can ask for them, so they are known before any step is compiled. */
function outcomeTypes({ file, capabilities }: StepSources): Map<string, Readonly<Record<string, ValueType>>> {
  const types = new Map<string, Readonly<Record<string, ValueType>>>();
  for (const [name, step] of Object.entries(file.steps)) {
    if (!isRecord(step) || typeof step['do'] !== 'string') continue;
    types.set(name, capabilities.get(step['do'])?.returns ?? {});
  }
  return types;
}
