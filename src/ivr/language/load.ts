import { createHash } from 'node:crypto';
import type { CapabilityDeclaration } from '../../kernel/capability.ts';
import type { LoadResult } from './flow.ts';
import { createFlowSource } from './flow-source.ts';
import { flowNameOf, linkFlow } from './link.ts';
import { inReadingOrder } from './problem.ts';
import type { Problem } from './problem.ts';
import { parseSource } from './source.ts';
import type { Source } from './source.ts';
import { withWays } from './way-there.ts';

const FLOW_FILE = 'flow.yaml';
const promptsFileName = /^prompts\.([A-Za-z-]+)\.yaml$/;
const subFlowFileName = /^flow\.([a-z][a-z0-9_-]*)\.yaml$/;

/**
 * Reads a flow: YAML → typed and compiled. Finds everything that makes a file unreadable or ill-typed; what can
 * be wrong with a readable flow as a whole is found by `checkFlow`.
 *
 * @param files text by name: `flow.yaml`, a `prompts.<language>.yaml` for each language, and a `flow.<name>.yaml`
 *   for each sub-flow; others are ignored
 * @param capabilities what the flow may ask of the office's features
 */
export function load(
  files: Readonly<Record<string, string>>,
  capabilities: readonly CapabilityDeclaration[],
): LoadResult {
  const names = Object.keys(files).filter(
    (name) => name === FLOW_FILE || promptsFileName.test(name) || subFlowFileName.test(name),
  );
  if (!names.includes(FLOW_FILE)) {
    const message = 'A flow has a file flow.yaml.';
    return refused([{ flow: '', file: FLOW_FILE, line: 1, column: 1, code: 'missing-file', message }]);
  }
  const sources = new Map<string, Source>();
  const problems: Problem[] = [];
  for (const file of names) {
    const parsed = parseSource(file, files[file] ?? '');
    const source = parsed.ok ? parsed.source : parsed.readable;
    if (source !== null) sources.set(file, source);
    if (!parsed.ok) problems.push(...parsed.faults.map((fault) => ({ flow: '', file, ...fault })));
  }
  const main = sources.get(FLOW_FILE);
  if (main === undefined) return refused(problems);
  const source = createFlowSource(main, named(sources, subFlowFileName));
  if (problems.length > 0) {
    const flow = flowNameOf(main);
    return refused(withWays(source, problems).map((problem) => ({ ...problem, flow })));
  }
  return linkFlow({
    source,
    prompts: named(sources, promptsFileName),
    capabilities,
    revision: revisionOf(files, names),
  });
}

/** The files whose names fit a pattern, by what its group stands for. */
function named(sources: ReadonlyMap<string, Source>, pattern: RegExp): Map<string, Source> {
  const found = new Map<string, Source>();
  for (const [file, source] of sources) {
    const name = pattern.exec(file)?.[1];
    if (name !== undefined) found.set(name, source);
  }
  return found;
}

const refused = (problems: readonly Problem[]): LoadResult => ({
  ok: false,
  problems: inReadingOrder(problems),
});

/** SHA-256 over the files in the order of their names, each preceded by its name and length. */
function revisionOf(files: Readonly<Record<string, string>>, names: readonly string[]): string {
  const hash = createHash('sha256');
  for (const name of names.toSorted()) {
    const text = files[name] ?? '';
    hash.update(`${name} ${Buffer.byteLength(text)}\n`).update(text);
  }
  return hash.digest('hex');
}
