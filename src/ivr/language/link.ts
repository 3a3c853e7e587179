import type { CapabilityDeclaration, ValueType } from '../../kernel/capability.ts';
import { createConditions } from '../expressions/condition.ts';
import { kinds } from '../nodes/kinds.ts';
import type { Linker } from '../nodes/kind.ts';
import { answerTypes } from './answers/answer-types.ts';
import type { LinkedAnswer } from './answers/answer.ts';
import { complain } from './complaint.ts';
import type { Expectation } from './complaint.ts';
import { fieldsOf, isFields } from './fields.ts';
import type { LinkedFlow, LinkedStep, LoadResult } from './flow.ts';
import { linkPrompts } from './link-prompts.ts';
import { didYouMean } from './nearest.ts';
import { inReadingOrder } from './problem.ts';
import type { Problem } from './problem.ts';
import { flowFile } from './schema.ts';
import type { Path, Source } from './source.ts';
import { CURRENT_VERSION, migrate } from './versions.ts';

export interface FlowSources {
  readonly source: Source;
  /** Prompt files by language. */
  readonly prompts: ReadonlyMap<string, Source>;
  readonly capabilities: readonly CapabilityDeclaration[];
  readonly revision: string;
}

type Report = (path: Path, code: string, message: string, step?: string) => void;

/** Type-checks and compiles a flow whose files are readable. */
export function linkFlow(sources: FlowSources): LoadResult {
  const { source } = sources;
  const flow = isFields(source.value) && typeof source.value['flow'] === 'string' ? source.value['flow'] : '';
  const problems: Problem[] = [];
  const report: Report = (path, code, message, step) => {
    problems.push({ flow, file: source.file, ...source.at(path), code, message, ...(step && { step }) });
  };
  const refuse =
    (base: Path, expected: Expectation, step?: string) => (error: Parameters<typeof complain>[2]) => {
      const faults = complain(source, base, error, expected);
      problems.push(...faults.map((fault) => ({ flow, file: source.file, ...fault, ...(step && { step }) })));
    };
  const failed = (): LoadResult => ({ ok: false, problems: inReadingOrder(problems) });

  if (!isFields(source.value)) {
    report([], 'wrong-type', 'A flow is a set of "name: value" lines that begins with "flow:".');
    return failed();
  }
  const migrated = migrate(source.value);
  if (!migrated.ok) {
    report(['version'], 'unknown-version', migrated.message);
    return failed();
  }
  const parsed = flowFile.safeParse(migrated.flow);
  if (!parsed.success) {
    refuse([], { thing: 'the flow', fields: fieldsOf(flowFile) })(parsed.error);
    return failed();
  }
  const file = parsed.data;
  const [first = '', ...others] = file.languages;
  const anywhere = new Map(Object.entries(file.anywhere ?? {}));
  const capabilities = new Map(sources.capabilities.map((capability) => [capability.name, capability]));

  const collects = new Map<string, LinkedAnswer>();
  for (const [name, declaration] of Object.entries(file.collects ?? {})) {
    const type = answerTypes.find(({ keyword }) => isFields(declaration) && keyword in declaration);
    if (type === undefined) {
      const words = answerTypes.map(({ keyword }) => keyword).join(', ');
      report(['collects', name], 'unknown-answer-type', `"${name}" needs a type: one of ${words}.`);
      continue;
    }
    const linked = type.link(name, declaration);
    if (linked.ok) collects.set(name, linked.answer);
    else
      refuse(['collects', name], { thing: `a ${type.keyword} answer`, fields: fieldsOf(type.schema) })(
        linked.error,
      );
  }

  const conditions = createConditions({
    answers: collects.values(),
    outcomes: outcomeTypes(file.steps, capabilities),
  });
  const steps = new Map<string, LinkedStep>();
  for (const [name, value] of Object.entries(file.steps)) {
    const base: Path = ['steps', name];
    const found = kinds.filter(({ keyword }) => isFields(value) && keyword in value);
    const [kind] = found;
    if (kind === undefined || found.length > 1) {
      report(
        base,
        'unknown-kind',
        kindMessage(
          name,
          value,
          found.map(({ keyword }) => keyword),
        ),
        name,
      );
      continue;
    }
    const linker: Linker = {
      step: name,
      languages: file.languages,
      anywhere,
      path: (...inStep) => [...base, ...inStep],
      problem: (path, code, message) => report(path, code, message, name),
      capability: (capability) => capabilities.get(capability),
      answer(answerName, path) {
        const answer = collects.get(answerName) ?? null;
        const declared = Object.keys(file.collects ?? {});
        if (answer === null && !declared.includes(answerName)) {
          const message = `"${answerName}" is not among the answers that "collects" declares.${didYouMean(answerName, declared)}`;
          report(path, 'unknown-answer', message, name);
        }
        return answer;
      },
      condition(text, path) {
        const compiled = conditions(text);
        if (compiled.ok) return compiled.test;
        report(path, 'condition', `This condition cannot be used. ${compiled.message}.`, name);
        return () => false;
      },
      waiting: (fields, defaults) => ({
        waiting: {
          step: name,
          prompt: defaults.prompt,
          spokenIn: defaults.spokenIn ?? 'chosen',
          timeoutSeconds: fields.timeout ?? defaults.timeout,
          attempts: fields.attempts ?? 3,
          exhausted: fields.exhausted ?? file.exhausted,
        },
        exit: {
          to: fields.exhausted ?? file.exhausted,
          path: fields.exhausted === undefined ? ['exhausted'] : [...base, 'exhausted'],
        },
      }),
    };
    const thing = `a ${kind.keyword} step`;
    const step = kind.link(value, linker, refuse(base, { thing, fields: fieldsOf(kind.schema) }, name));
    if (step !== null) steps.set(name, step);
  }

  const prompts = linkPrompts({
    sources: sources.prompts,
    languages: file.languages,
    collects,
    steps,
    capabilities,
    problem: (promptSource, at, code, message) => {
      problems.push({ flow, file: promptSource, ...at, code, message });
    },
  });
  if (problems.length > 0) return failed();
  const linked: LinkedFlow = {
    name: file.flow,
    revision: sources.revision,
    version: file.version ?? CURRENT_VERSION,
    languages: [first, ...others],
    start: file.start,
    exhausted: file.exhausted,
    onHangup: file.on_hangup ?? null,
    anywhere,
    collects,
    steps,
    prompts,
    capabilities,
    source,
  };
  return { ok: true, flow: linked };
}

function kindMessage(name: string, value: unknown, found: readonly string[]): string {
  if (found.length > 1) return `"${name}" is ${found.join(' and ')} at once: a step does one thing.`;
  const words = kinds.map(({ keyword }) => keyword);
  const hint = isFields(value)
    ? Object.keys(value)
        .map((key) => didYouMean(key, words))
        .find(Boolean)
    : '';
  return `"${name}" needs to be one of ${words.join(', ')}.${hint ?? ''}`;
}

/** The results of each `do` step, for conditions, before the steps themselves are compiled. */
function outcomeTypes(
  steps: Readonly<Record<string, unknown>>,
  capabilities: ReadonlyMap<string, CapabilityDeclaration>,
): ReadonlyMap<string, Readonly<Record<string, ValueType>>> {
  const types = new Map<string, Readonly<Record<string, ValueType>>>();
  for (const [name, step] of Object.entries(steps)) {
    if (!isFields(step) || typeof step['do'] !== 'string') continue;
    types.set(name, capabilities.get(step['do'])?.returns ?? {});
  }
  return types;
}
