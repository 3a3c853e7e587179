import { isRecord } from '../engine/values.ts';
import type { CapabilityDeclaration } from '../../kernel/capability.ts';
import { fieldsOf } from './fields.ts';
import type { LinkedFlow, LoadResult } from './flow.ts';
import { linkAnswers } from './link-answers.ts';
import type { FlowSource } from './flow-source.ts';
import { linkPrompts } from './link-prompts.ts';
import { linkSteps } from './link-steps.ts';
import { linkSubFlows } from './link-sub-flows.ts';
import type { SubFlow } from './link-sub-flows.ts';
import { inReadingOrder } from './problem.ts';
import { createReporter } from './reporter.ts';
import type { Reporter } from './reporter.ts';
import { flowFile } from './schema.ts';
import type { FlowFile } from './schema.ts';
import type { Source } from './source.ts';
import { CURRENT_VERSION, migrate } from './versions.ts';
import { withWays } from './way-there.ts';

export interface FlowSources {
  readonly source: FlowSource;
  /** Prompt files by language. */
  readonly prompts: ReadonlyMap<string, Source>;
  readonly capabilities: readonly CapabilityDeclaration[];
  readonly revision: string;
}

/** Type-checks and compiles a flow whose files are readable. */
export function linkFlow(sources: FlowSources): LoadResult {
  const { source } = sources;
  const reporter = createReporter(flowNameOf(source.main), source);
  const file = readFile(source.main, reporter);
  const subFlows = linkSubFlows(source, reporter);
  const flow = file === null ? null : linkParts(sources, file, subFlows, reporter);
  return flow !== null && reporter.problems.length === 0
    ? { ok: true, flow }
    : { ok: false, problems: inReadingOrder(withWays(source, reporter.problems)) };
}

/** The name that a flow gives itself, even if the rest of it is unreadable. */
export function flowNameOf({ value }: Source): string {
  return isRecord(value) && typeof value['flow'] === 'string' ? value['flow'] : '';
}

function readFile({ value }: Source, reporter: Reporter): FlowFile | null {
  if (!isRecord(value)) {
    reporter.report([], 'wrong-type', 'A flow is a set of "name: value" lines that begins with "flow:".');
    return null;
  }
  const migrated = migrate(value);
  if (!migrated.ok) {
    reporter.report(['version'], 'unknown-version', migrated.message);
    return null;
  }
  const parsed = flowFile.safeParse(migrated.flow);
  if (parsed.success) return parsed.data;
  reporter.refuse([], { thing: 'the flow', fields: fieldsOf(flowFile) }, parsed.error);
  return null;
}

function linkParts(
  sources: FlowSources,
  file: FlowFile,
  subFlows: ReadonlyMap<string, SubFlow>,
  reporter: Reporter,
): LinkedFlow {
  const capabilities = new Map(sources.capabilities.map((capability) => [capability.name, capability]));
  const collects = linkAnswers(file, reporter);
  const steps = linkSteps({ file, subFlows, collects, capabilities, reporter });
  const { languages } = file;
  const prompts = linkPrompts({
    sources: sources.prompts,
    languages,
    collects,
    steps,
    capabilities,
    reporter,
  });
  const [standard = '', ...others] = languages;
  return {
    name: file.flow,
    isNotice: file.kind === 'notice',
    revision: sources.revision,
    version: CURRENT_VERSION,
    languages: [standard, ...others],
    start: file.start,
    exhausted: file.exhausted,
    onHangup: file.on_hangup ?? null,
    anywhere: new Map(Object.entries(file.anywhere ?? {})),
    voices: new Map(Object.entries(file.voices ?? {})),
    collects,
    steps,
    subFlows,
    prompts,
    capabilities,
    source: sources.source,
  };
}
