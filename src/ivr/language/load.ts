import { createHash } from 'node:crypto';
import type { CapabilityDeclaration } from '../../kernel/capability.ts';
import type { LoadResult } from './flow.ts';
import { flowNameOf, linkFlow } from './link.ts';
import { inReadingOrder } from './problem.ts';
import type { Problem } from './problem.ts';
import { parseSource } from './source.ts';
import type { Source } from './source.ts';

const FLOW_FILE = 'flow.yaml';
const promptsFileName = /^prompts\.([A-Za-z-]+)\.yaml$/;

/**
 * Reads a flow: YAML → typed and compiled. Finds everything that makes a file unreadable or ill-typed; what can
 * be wrong with a readable flow as a whole is found by `checkFlow`.
 *
 * @param files text by name: `flow.yaml` and a `prompts.<language>.yaml` for each language; others are ignored
 * @param capabilities what the flow may ask of the office's features
 */
export function load(
  files: Readonly<Record<string, string>>,
  capabilities: readonly CapabilityDeclaration[],
): LoadResult {
  const names = Object.keys(files).filter((name) => name === FLOW_FILE || promptsFileName.test(name));
  if (!names.includes(FLOW_FILE)) {
    const message = 'A flow has a file flow.yaml.';
    return refused([{ flow: '', file: FLOW_FILE, line: 1, column: 1, code: 'missing-file', message }]);
  }
  const sources = new Map<string, Source>();
  const problems: Problem[] = [];
  for (const file of names) {
    const parsed = parseSource(file, files[file] ?? '');
    if (parsed.ok) sources.set(file, parsed.source);
    else problems.push(...parsed.faults.map((fault) => ({ flow: '', file, ...fault })));
  }
  const source = sources.get(FLOW_FILE);
  if (source === undefined || problems.length > 0) {
    const flow = source === undefined ? '' : flowNameOf(source);
    return refused(problems.map((problem) => ({ ...problem, flow })));
  }

  const prompts = new Map<string, Source>();
  for (const [file, promptSource] of sources) {
    const language = promptsFileName.exec(file)?.[1];
    if (language !== undefined) prompts.set(language, promptSource);
  }
  return linkFlow({ source, prompts, capabilities, revision: revisionOf(files, names) });
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
