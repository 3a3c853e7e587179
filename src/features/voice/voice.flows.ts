import type { CapabilityDeclaration } from '../../kernel/capability.ts';
import { appError } from '../../kernel/errors.ts';
import type { LinkedFlow } from '../../ivr/language/flow.ts';
import type { Problem } from '../../ivr/language/problem.ts';
import { openFlow } from '../../ivr/open-flow.ts';
import type { CallsService } from '../calls/index.ts';

/** A flow's folder as text, by file name. */
export type FlowFiles = Readonly<Record<string, string>>;

export interface FlowShelf {
  /** The revision that the next call of this flow begins on. @throws AppError `flow.unknown` */
  current(flow: string): LinkedFlow;
  /** The revision that a call began on, from memory or the database. @throws AppError `flow.revision_unknown` */
  byRevision(revision: string): Promise<LinkedFlow>;
}

/**
 * Loads and checks every flow and remembers its files under its revision, so that a call can be resumed on
 * the revision that it began with by any process at any time.
 *
 * @param folders files of each flow's folder, by the folder's name
 * @throws AppError `flow.invalid` with every problem: a flow that could trap a caller does not start (law 7).
 */
export async function openFlowShelf(
  folders: Readonly<Record<string, FlowFiles>>,
  capabilities: readonly CapabilityDeclaration[],
  calls: Pick<CallsService, 'rememberRevision' | 'readRevision'>,
): Promise<FlowShelf> {
  const current = new Map<string, LinkedFlow>();
  const known = new Map<string, LinkedFlow>();
  const problems: string[] = [];
  for (const [folder, files] of Object.entries(folders)) {
    const result = openFlow(folder, files, capabilities);
    if (!result.ok) problems.push(...result.problems.map((problem) => placed(folder, problem)));
    else {
      current.set(result.flow.name, result.flow);
      known.set(result.flow.revision, result.flow);
    }
  }
  if (problems.length > 0) {
    throw appError('flow.invalid', { detail: problems.join('\n'), fields: { problems } });
  }
  for (const [folder, files] of Object.entries(folders)) {
    const flow = current.get(folder);
    if (flow !== undefined) await calls.rememberRevision(flow.revision, flow.name, files);
  }

  return {
    current(name) {
      const flow = current.get(name);
      if (flow === undefined) throw appError('flow.unknown', { fields: { flow: name } });
      return flow;
    },
    async byRevision(revision) {
      const flow = known.get(revision);
      if (flow !== undefined) return flow;
      const stored = await calls.readRevision(revision);
      const loaded = stored && openFlow(stored.flow, stored.files, capabilities);
      if (!loaded?.ok) throw appError('flow.revision_unknown', { fields: { revision } });
      known.set(revision, loaded.flow);
      return loaded.flow;
    },
  };
}

const placed = (folder: string, problem: Problem): string =>
  `${folder}/${problem.file}:${problem.line}:${problem.column} ${problem.message}`;
