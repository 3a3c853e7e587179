import { isRecord } from '../engine/values.ts';
import type { CapabilityDeclaration } from '../../kernel/capability.ts';
import { createConditions } from '../expressions/condition.ts';
import type { ConditionCompiler, OutcomeScope } from '../expressions/condition.ts';
import type { Linker } from '../nodes/kind.ts';
import { kinds } from '../nodes/kinds.ts';
import type { LinkedAnswer } from './answers/answer.ts';
import { withArticle } from './article.ts';
import { fieldsOf } from './fields.ts';
import type { LinkedStep } from './flow.ts';
import { didYouMean } from './nearest.ts';
import type { Reporter } from './reporter.ts';
import type { SubFlow } from './link-sub-flows.ts';
import type { FlowFile } from './schema.ts';

export interface StepSources {
  readonly file: FlowFile;
  readonly subFlows: ReadonlyMap<string, SubFlow>;
  readonly collects: ReadonlyMap<string, LinkedAnswer>;
  readonly capabilities: ReadonlyMap<string, CapabilityDeclaration>;
  readonly reporter: Reporter;
}

/** Compiles every step, of the line's own file and of its sub-flows, by its kind. */
export function linkSteps(sources: StepSources): Map<string, LinkedStep> {
  const { file, subFlows, collects } = sources;
  const conditions = createConditions({
    answers: collects.values(),
    outcomes: outcomesOf(sources),
    languages: file.languages,
  });
  const steps = new Map<string, LinkedStep>();
  const files = [[null, file] as const, ...subFlows];
  for (const [within, { steps: written }] of files) {
    for (const [name, value] of Object.entries(written)) {
      const step = linkStep({ name, within, value }, sources, conditions);
      if (step !== null) steps.set(name, step);
    }
  }
  return steps;
}

interface WrittenStep {
  readonly name: string;
  readonly within: string | null;
  readonly value: unknown;
}

function linkStep(
  { name, within, value }: WrittenStep,
  sources: StepSources,
  conditions: ConditionCompiler,
): LinkedStep | null {
  const { reporter } = sources;
  const path = ['steps', name];
  const [kind, ...more] = kinds.filter(({ keyword }) => isRecord(value) && keyword in value);
  if (kind === undefined) {
    reporter.report(path, 'unknown-kind', unknownKind(name, value));
    return null;
  }
  if (more.length > 0) {
    const words = [kind, ...more].map(({ keyword }) => `"${keyword}"`).join(' and ');
    reporter.report(path, 'unknown-kind', `"${name}" has ${words}: a step does one thing.`);
    return null;
  }
  const expected = { thing: `${withArticle(kind.keyword)} step`, fields: fieldsOf(kind.schema) };
  const linker = createLinker({ name, within }, sources, conditions);
  return kind.link(value, linker, (error) => reporter.refuse(path, expected, error));
}

function createLinker(
  { name, within }: Pick<WrittenStep, 'name' | 'within'>,
  { file, subFlows, collects, capabilities, reporter }: StepSources,
  conditions: ConditionCompiler,
): Linker {
  return {
    step: name,
    within,
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
    subFlow(sub, path) {
      const found = subFlows.get(sub);
      if (found !== undefined) return found;
      const hint = didYouMean(sub, subFlows.keys());
      reporter.report(path, 'unknown-flow', `There is no file flow.${sub}.yaml beside flow.yaml.${hint}`);
      return null;
    },
    condition(text, path) {
      const compiled = conditions(text);
      if (compiled.ok) return compiled.condition;
      reporter.report(path, 'condition', `This condition cannot be used: ${compiled.message}`);
      return null;
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

/** What each `do` step can be answered: conditions can ask for it, so it is known before any step is compiled. */
function outcomesOf({ file, subFlows, capabilities }: StepSources): Map<string, OutcomeScope> {
  const outcomes = new Map<string, OutcomeScope>();
  for (const { steps } of [file, ...subFlows.values()]) {
    for (const [name, step] of Object.entries(steps)) {
      if (!isRecord(step) || typeof step['do'] !== 'string') continue;
      const declared = capabilities.get(step['do']);
      const exits = declared === undefined ? [] : [...declared.exits, 'unavailable'];
      outcomes.set(name, { exits, returns: declared?.returns ?? {} });
    }
  }
  return outcomes;
}
