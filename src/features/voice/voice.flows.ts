import type { CapabilityDeclaration } from '../../kernel/capability.ts';
import { appError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/ports.ts';
import type { LinkedFlow } from '../../ivr/language/flow.ts';
import { load } from '../../ivr/language/load.ts';
import { describeProblem } from '../../ivr/language/problem.ts';
import type { Problem } from '../../ivr/language/problem.ts';
import { openFlow } from '../../ivr/open-flow.ts';
import type { CallsService } from '../calls/index.ts';

/** A flow's folder as text, by file name. */
export type FlowFiles = Readonly<Record<string, string>>;
/** Files of each flow's folder, by the folder's name. */
export type FlowFolders = Readonly<Record<string, FlowFiles>>;

export interface FlowShelf {
  /** The revision that the next call of this flow begins on. @throws AppError `flow.unknown` */
  current(flow: string): LinkedFlow;
  /** The revision that a call began on, from memory or the database. @throws AppError `flow.revision_unknown` */
  byRevision(revision: string): Promise<LinkedFlow>;
  /**
   * Looks at the folders again. One that has changed and is sound takes the next call; what is broken or gone changes
   * nothing but the log and `refused`. Calls in progress stay on the revision that they began with.
   *
   * @throws AppError `db.unavailable` when a revision cannot be remembered: nothing has changed for its flow then
   */
  reload(folders: FlowFolders): Promise<void>;
  /** What is wrong with the folders that were not taken up, as `folder/file:line:column message`, until mended. */
  refused(): readonly string[];
}

/** Checks a changed flow; answers what is wrong with it, nothing for one that may take calls. */
export type CheckFlow = (flow: {
  readonly folder: string;
  readonly files: FlowFiles;
  readonly capabilities: readonly CapabilityDeclaration[];
}) => Promise<readonly Problem[]>;

export interface FlowShelfDeps {
  readonly capabilities: readonly CapabilityDeclaration[];
  readonly calls: Pick<CallsService, 'rememberRevision' | 'readRevision'>;
  readonly log: Log;
  /** For changed flows while calls are in progress; by default they are checked here. */
  readonly check?: CheckFlow;
}

/**
 * Loads and checks every flow and remembers its files under its revision, so that a call can be resumed on
 * the revision that it began with by any process at any time.
 *
 * @throws AppError `flow.invalid` with every problem: a flow that could trap a caller does not start (law 7).
 */
export async function openFlowShelf(
  folders: FlowFolders,
  { capabilities, calls, log, check = checkHere }: FlowShelfDeps,
): Promise<FlowShelf> {
  const current = new Map<string, LinkedFlow>();
  const known = new Map<string, LinkedFlow>();
  /** The files that were last looked at, by folder, whatever came of it. */
  const seen = new Map<string, FlowFiles>();
  const refused = new Map<string, readonly string[]>();

  /** Takes a folder up, or answers what is wrong with it. */
  const takeUp = async (
    folder: string,
    files: FlowFiles,
    problemsOf: CheckFlow,
  ): Promise<readonly string[]> => {
    const problems = await problemsOf({ folder, files, capabilities });
    if (problems.length > 0) return problems.map((problem) => describeProblem(folder, problem));
    const loaded = load(files, capabilities);
    if (!loaded.ok) return loaded.problems.map((problem) => describeProblem(folder, problem));
    const { flow } = loaded;
    // First the database: a call's row names its revision.
    await calls.rememberRevision(flow.revision, flow.name, files);
    known.set(flow.revision, flow);
    current.set(flow.name, flow);
    return [];
  };

  const lookAt = async (folder: string, files: FlowFiles): Promise<void> => {
    const before = seen.get(folder);
    if (before !== undefined && isSame(before, files)) return;
    const problems = await takeUp(folder, files, check);
    seen.set(folder, files);
    if (problems.length === 0) {
      refused.delete(folder);
      log.info({ flow: folder, revision: current.get(folder)?.revision }, 'flow reloaded');
    } else {
      refused.set(folder, problems);
      for (const problem of problems) log.error({ flow: folder }, `flow refused: ${problem}`);
    }
  };

  const miss = (folder: string): void => {
    seen.delete(folder);
    refused.delete(folder);
    if (!current.has(folder)) return;
    refused.set(folder, [`${folder}: its folder is gone; calls begin on what it last held`]);
    log.warn({ flow: folder }, 'flow folder is gone, its flow stays');
  };

  const problems: string[] = [];
  for (const [folder, files] of Object.entries(folders)) {
    problems.push(...(await takeUp(folder, files, checkHere)));
    seen.set(folder, files);
  }
  if (problems.length > 0) {
    throw appError('flow.invalid', { detail: problems.join('\n'), fields: { problems } });
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
      // It passed the checks of its day: a call in progress must not be lost because they have become stricter.
      const loaded = stored && load(stored.files, capabilities);
      if (!loaded?.ok) throw appError('flow.revision_unknown', { fields: { revision } });
      known.set(revision, loaded.flow);
      return loaded.flow;
    },

    async reload(now) {
      for (const folder of seen.keys()) if (now[folder] === undefined) miss(folder);
      for (const [folder, files] of Object.entries(now)) await lookAt(folder, files);
    },

    refused: () => [...refused.values()].flat(),
  };
}

const checkHere: CheckFlow = async ({ folder, files, capabilities }) => {
  const result = openFlow(folder, files, capabilities);
  return result.ok ? [] : result.problems;
};

/** Whether the same folders hold the same files. */
export function isSameFolders(one: FlowFolders, other: FlowFolders): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => {
      const [mine, others] = [one[name], other[name]];
      return mine !== undefined && others !== undefined && isSame(mine, others);
    })
  );
}

/** Whether two folders hold the same texts under the same names. */
function isSame(one: FlowFiles, other: FlowFiles): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && one[name] === other[name])
  );
}
